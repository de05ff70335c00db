package io.jcr.state;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/// The leases under a state root: a directory for each pool, in it a file for each key that a
/// container has taken.
///
/// @param directory of all pools
record Leases(Path directory) {
  /// The keys of a pool that are taken. At each start all of them are looked at: hence `File`,
  /// whose list costs a fraction of what a [java.nio.file.DirectoryStream] does.
  Set<String> keys(String pool) {
    String[] keys = directory.resolve(pool).toFile().list();
    return keys == null ? Set.of() : Set.of(keys);
  }

  /// Whether a key is taken.
  boolean isTaken(String pool, String key) {
    return Files.exists(directory.resolve(pool).resolve(key), LinkOption.NOFOLLOW_LINKS);
  }
}
