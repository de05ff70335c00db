package io.jcr.plugins.limiter;

import io.jcr.api.UsageException;
import java.util.BitSet;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A set of processors in the list format of cpuset(7): `0-1,4`.
///
/// @param cpus their numbers
record CpuList(BitSet cpus) {
  /// The kernel's largest NR_CPUS.
  private static final int MAX_CPUS = 8192;

  private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

  CpuList {
    cpus = (BitSet) cpus.clone();
  }

  /// Parses a limit.
  ///
  /// @throws UsageException when `list` is invalid
  static CpuList parse(String list) {
    BitSet cpus = new BitSet();
    for (String item : list.strip().split(",", -1)) {
      Matcher range = RANGE.matcher(item);
      if (!range.matches()) {
        throw refusal(list, "'" + item + "' is not a processor or a range of them, as in 0-1,4");
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first > last || last >= MAX_CPUS) {
        throw refusal(list, "'" + item + "' is not an ascending range below " + MAX_CPUS);
      }
      cpus.set(first, last + 1);
    }
    return new CpuList(cpus);
  }

  /// Checks that all of them are in `list`.
  ///
  /// @throws UsageException naming those that are not
  void requireIn(String list) {
    CpuList available = parse(list);
    BitSet missing = (BitSet) cpus.clone();
    missing.andNot(available.cpus);
    if (!missing.isEmpty()) {
      throw refusal(
          toString(), "processor " + new CpuList(missing) + " is not available, only " + available);
    }
  }

  private static UsageException refusal(String list, String reason) {
    return new UsageException("--limit cpuset:" + list + ": " + reason);
  }

  /// The shortest form.
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",");
    for (int first = cpus.nextSetBit(0); first >= 0; ) {
      int end = cpus.nextClearBit(first);
      text.add(end - 1 == first ? "" + first : first + "-" + (end - 1));
      first = cpus.nextSetBit(end);
    }
    return text.toString();
  }
}
