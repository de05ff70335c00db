package io.jcr.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The leases under a state root: a directory for each pool, in it a symbolic link for each key
/// that a container has taken, to the container's directory.
///
/// @param directory of all pools
record Leases(Path directory) {
  /// The keys of a pool that are taken. At each start all of them are looked at: hence `File`,
  /// whose list costs a fraction of what a [java.nio.file.DirectoryStream] does.
  Set<String> keys(String pool) {
    String[] keys = directory.resolve(pool).toFile().list();
    return keys == null ? Set.of() : Set.of(keys);
  }

  /// The directory of the container that has a lease; empty if it is none, or was given back.
  static Optional<Path> holder(Path lease) {
    try {
      return Optional.of(Files.readSymbolicLink(lease));
    } catch (NotLinkException | NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether a key is taken.
  boolean isTaken(String pool, String key) {
    return Files.exists(directory.resolve(pool).resolve(key), LinkOption.NOFOLLOW_LINKS);
  }
}
