package io.jcr.plugins.namespace;

import io.jcr.api.IdMapping;
import io.jcr.api.UsageException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `user[,uid=UID,count=COUNT]`: the ids of a new user namespace, starting from 0 inside. Without
/// `uid`, a free range is leased for the container's lifetime.
///
/// @param wanted whether one is requested
/// @param uid the first id on the host, or -1 for a free range
/// @param count the number of ids
record UserIds(boolean wanted, long uid, long count) {
  private static final long USUAL_COUNT = 65536;

  /// The container's terminals belong to the group tty, which must be included.
  private static final long LEAST_COUNT = 6;

  /// In the middle of the range that systemd reserves for containers (524288 to 1879048191), far
  /// from the ids of users and of /etc/subuid.
  private static final long POOL = 0x4000_0000L;

  private static final int RANGES = 4096;
  private static final long MAX_ID = 0xffff_fffeL;
  private static final OptionType ID = new OptionType.WholeNumber("NUMBER", 0, MAX_ID);

  static final BackendOption UID =
      BackendOption.value(
          "uid", ID, "with user: the host's id of the container's root (default: a free range)");
  static final BackendOption COUNT =
      BackendOption.value("count", ID, "with user: how many ids there are (default: 65536)");

  private static final List<Path> SUBORDINATE =
      List.of(Path.of("/etc/subuid"), Path.of("/etc/subgid"));

  /// Reads [#UID] and [#COUNT].
  static UserIds of(ParsedOptions options, boolean wanted) {
    Optional<String> uid = options.text("uid");
    Optional<String> count = options.text("count");
    if (!wanted && (uid.isPresent() || count.isPresent())) {
      throw new UsageException("--ns: 'uid' and 'count' are of a user namespace: add 'user'");
    }
    UserIds ids =
        new UserIds(
            wanted,
            uid.isPresent() ? Long.parseLong(uid.get()) : -1,
            count.isPresent() ? Long.parseLong(count.get()) : USUAL_COUNT);
    ids.check();
    return ids;
  }

  private void check() {
    if (count < LEAST_COUNT) {
      throw new UsageException(
          "--ns: count=" + count + ": too few, terminals belong to group 5 (give 65536)");
    }
    if (uid == 0) {
      throw new UsageException(
          "--ns: uid=0: the container's root would be the host's (give one from 1, or leave it out)");
    }
    if (uid + count > MAX_ID) {
      throw new UsageException("--ns: uid=" + uid + ",count=" + count + ": ends above " + MAX_ID);
    }
    if (uid < 0 && count > USUAL_COUNT) {
      throw new UsageException(
          "--ns: count=" + count + ": a free range has " + USUAL_COUNT + " ids: give uid too");
    }
  }

  /// The map, with a leased range if none was given.
  List<IdMapping> map(Host host) {
    if (!wanted) {
      return List.of();
    }
    return List.of(new IdMapping(0, uid < 0 ? free(host) : uid, count));
  }

  private static long free(Host host) {
    Set<String> leased = host.leased("userns");
    for (int i = 0; i < RANGES; i++) {
      long first = POOL + i * USUAL_COUNT;
      String key = "uid-" + first;
      if (!leased.contains(key)
          && !isTaken(first, host.facts())
          && host.lease("userns", key).isEmpty()) {
        return first;
      }
    }
    throw new UsageException("--ns: no free range of user ids is left: give one as uid=UID");
  }

  /// Whether subuid(5) assigns ids of the range to somebody: lines of NAME:FIRST:COUNT.
  private static boolean isTaken(long first, HostFacts facts) {
    return SUBORDINATE.stream()
        .flatMap(file -> facts.read(file).orElse("").lines())
        .map(line -> line.split(":", -1))
        .filter(f -> f.length == 3 && f[1].matches("\\d{1,10}") && f[2].matches("\\d{1,10}"))
        .anyMatch(f -> {
          long start = Long.parseLong(f[1]);
          return first < start + Long.parseLong(f[2]) && start < first + USUAL_COUNT;
        });
  }
}
