package io.jcr.program;

import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes the changes that a program asks for. A program whose next change depends on the result of
/// an earlier one says `again`: it is asked once more, with the results so far.
///
/// @param reader of its changes
/// @param host makes them
record Preparation(RecordReader reader, Host host) {
  /// Takes the first key that is free: not a change of its own, but one [HostChange.Lease] after
  /// the other, so that a program need not be asked for each.
  private static final String LEASE_FIRST = "leaseFirst";

  private static final int MOST_ROUNDS = 100;
  private static final Kinds CHANGES = Kinds.of(HostChange.class);

  /// Asks until the program does not want to be asked again.
  ///
  /// @param asked is given the results of all changes so far, in their order
  /// @return the last answer
  Answer run(Function<List<@Nullable Object>, Answer> asked) {
    List<@Nullable Object> results = new ArrayList<>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Answer answer = asked.apply(results);
      List<?> changes = answer.array("changes");
      for (int i = 0; i < changes.size(); i++) {
        String place = "changes[" + i + "]";
        results.add(apply(RecordReader.members(changes.get(i), place), place));
      }
      if (!answer.flag("again")) {
        return answer;
      }
      if (changes.isEmpty()) {
        throw new ProgramFault("said 'again' without a change whose result it could need");
      }
    }
    throw new ProgramFault("said 'again' " + MOST_ROUNDS + " times");
  }

  private @Nullable Object apply(Map<String, Object> change, String place) {
    if (LEASE_FIRST.equals(change.get(CHANGES.member()))) {
      return leaseFirst(change, place);
    }
    HostChange<?> read = (HostChange<?>) reader.kind(CHANGES, change, place);
    return RecordWriter.json(host.apply(read));
  }

  private @Nullable String leaseFirst(Map<String, Object> change, String place) {
    ProgramDescription.requireOnly(change, List.of(CHANGES.member(), "pool", "keys"), place);
    String pool = RecordReader.string(change.get("pool"), place + ".pool");
    for (Object element : RecordReader.elements(change.get("keys"), place + ".keys")) {
      String key = RecordReader.string(element, place + ".keys");
      Optional<String> taken = host.apply(new HostChange.Lease(pool, key));
      if (taken.isEmpty()) {
        return key;
      }
    }
    return null;
  }
}
