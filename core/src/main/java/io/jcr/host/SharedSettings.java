package io.jcr.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.linux.FileFailure;
import io.jcr.linux.Libc;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Host settings that stay in force as long as any container wants them. Each has a directory below
/// `/run/jcr/shared`:
///
/// ```
/// lock            flock(2) for whoever works here
/// undo            journal entries that restore the state from before the first container
/// claims/OWNER    an empty file for each container that wants the setting
/// ```
///
/// The journal's `release` removes a claim; with the last one it also runs `undo` and removes the
/// directory.
public final class SharedSettings implements SettingClaims {
  private static final int MAX_VALUE = 4096;

  private final Libc libc;
  private final Path directory;

  SharedSettings(Libc libc, Path directory) {
    this.libc = libc;
    this.directory = directory;
  }

  @Override
  public void claim(Path file, String value, Path owner, Journal journal, Runnable apply) {
    Path setting = directory(directory, file);
    try {
      int lock = lock(setting);
      try {
        boolean first = !Files.exists(setting.resolve("undo"));
        String before = read(file);
        if (first && before.equals(value)) {
          forget(setting);
          return;
        }
        String claim = owner.toString().replace('/', '-');
        journal.append("release", setting, claim);
        Files.createDirectories(setting.resolve("claims"));
        Files.writeString(setting.resolve("claims").resolve(claim), "");
        if (first) {
          writeUndo(setting, UndoJournal.line("write", file, before));
        }
        apply.run();
      } finally {
        libc.close(lock);
      }
    } catch (IOException e) {
      throw new HostException(
          "claim the setting " + file + " in " + setting + ": " + FileFailure.reason(e));
    }
  }

  private String read(Path file) {
    int fd = libc.open(file, Libc.O_RDONLY, 0);
    try {
      return new String(libc.read(fd, MAX_VALUE), UTF_8).strip();
    } finally {
      libc.close(fd);
    }
  }

  /// All or nothing: a partial file would be mistaken for the original state.
  private static void writeUndo(Path setting, String line) throws IOException {
    Path temporary = Files.writeString(setting.resolve("undo.new"), line);
    Files.move(temporary, setting.resolve("undo"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Removes what was created for the lock. What a killed container left is not touched: that
  /// container's journal removes it.
  private static void forget(Path setting) throws IOException {
    Files.delete(setting.resolve("lock"));
    try {
      Files.delete(setting);
    } catch (DirectoryNotEmptyException e) {
      // left in place
    }
  }

  /// Removes the directories, without claims and without `undo`, of containers that were killed
  /// before they had recorded their claim. The caller makes sure that nobody is making claims at
  /// the same time; a container giving one up holds the lock.
  ///
  /// @param libc locks the directories
  /// @param shared where they are
  /// @param told receives each one that was removed
  public static void removeUnclaimed(Libc libc, Path shared, Consumer<Path> told) {
    if (!Files.isDirectory(shared)) {
      return;
    }
    try (Stream<Path> found = Files.list(shared)) {
      for (Path setting : found.filter(Files::isDirectory).toList()) {
        if (!isClaimed(setting) && removeUnlessLocked(libc, setting)) {
          told.accept(setting);
        }
      }
    } catch (IOException e) {
      throw new HostException("look for settings in " + shared + ": " + e.getMessage());
    }
  }

  private static boolean isClaimed(Path setting) throws IOException {
    Path claims = setting.resolve("claims");
    if (Files.exists(setting.resolve("undo"))) {
      return true;
    }
    try (Stream<Path> found = Files.isDirectory(claims) ? Files.list(claims) : Stream.empty()) {
      return found.findAny().isPresent();
    }
  }

  private static boolean removeUnlessLocked(Libc libc, Path setting) throws IOException {
    Path file = setting.resolve("lock");
    int lock = Files.exists(file) ? libc.open(file, Libc.O_RDWR, 0) : -1;
    try {
      if (lock >= 0 && !libc.flock(lock, Libc.LOCK_EX | Libc.LOCK_NB)) {
        return false;
      }
      for (String name : List.of("undo.new", "claims", "lock")) {
        Files.deleteIfExists(setting.resolve(name));
      }
      return Files.deleteIfExists(setting);
    } finally {
      if (lock >= 0) {
        libc.close(lock);
      }
    }
  }

  /// The directory for claims on a sysctl.
  static Path directory(Path shared, Path sysctl) {
    return shared.resolve("sysctl" + sysctl.toString().replace('/', '-'));
  }

  /// Locks the setting's directory, creating it if needed; tries again if the last claimant removed
  /// it while this one was waiting.
  private int lock(Path setting) throws IOException {
    Files.createDirectories(directory);
    Path file = setting.resolve("lock");
    while (true) {
      OptionalInt fd = open(setting, file);
      if (fd.isPresent()) {
        libc.flock(fd.getAsInt(), Libc.LOCK_EX);
        if (isStillThere(fd.getAsInt(), file)) {
          return fd.getAsInt();
        }
        libc.close(fd.getAsInt());
      }
    }
  }

  /// Empty if the directory was removed between the two calls.
  private OptionalInt open(Path setting, Path file) {
    try {
      libc.mkdir(setting, 0755);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
    try {
      return OptionalInt.of(libc.open(file, Libc.O_RDWR | Libc.O_CREAT, 0600));
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
      return OptionalInt.empty();
    }
  }

  private static boolean isStillThere(int fd, Path file) throws IOException {
    try {
      return Files.isSameFile(Path.of("/proc/self/fd/" + fd), file);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
