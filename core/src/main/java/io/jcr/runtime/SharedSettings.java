package io.jcr.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.linux.Libc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Settings of the host that hold as long as any container wants them. Each has a directory below
/// `/run/jcr/shared`:
///
/// ```
/// lock            flock(2) for whoever works here
/// undo            journal entries that restore what was there before the first container came
/// claims/OWNER    one empty file a container that wants the setting
/// ```
///
/// The journal's `release` removes a claim, and with the last one runs `undo` and removes the
/// directory.
final class SharedSettings implements SettingClaims {
  private final Libc libc;
  private final Path directory;

  SharedSettings(Libc libc, Path directory) {
    this.libc = libc;
    this.directory = directory;
  }

  @Override
  public void claim(Path file, String value, Path owner, Journal journal, Runnable apply) {
    Path setting = directory(directory, file);
    int lock = lock(setting);
    try {
      boolean first = !Files.exists(setting.resolve("undo"));
      String before = Files.readString(file).strip();
      if (first && before.equals(value)) {
        Files.delete(setting.resolve("lock"));
        Files.delete(setting);
        return;
      }
      String claim = owner.toString().replace('/', '-');
      journal.append("release", setting, claim);
      Files.createDirectories(setting.resolve("claims"));
      Files.writeString(setting.resolve("claims").resolve(claim), "");
      if (first) {
        Files.writeString(setting.resolve("undo"), "write " + file + " " + before + "\n", UTF_8);
      }
      apply.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      libc.close(lock);
    }
  }

  /// The directory of a sysctl's claims.
  static Path directory(Path shared, Path sysctl) {
    return shared.resolve("sysctl" + sysctl.toString().replace('/', '-'));
  }

  /// Locks the setting's directory, made if needed; again if the last claimant removed it while
  /// this one waited.
  private int lock(Path setting) {
    Path file = setting.resolve("lock");
    while (true) {
      try {
        Files.createDirectories(setting);
        int fd = libc.open(file, Libc.O_RDWR | Libc.O_CREAT, 0600);
        libc.flock(fd, Libc.LOCK_EX);
        if (isStillThere(fd, file)) {
          return fd;
        }
        libc.close(fd);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isStillThere(int fd, Path file) throws IOException {
    Path open = Path.of("/proc/self/fd/" + fd);
    return Files.exists(file) && Files.isSameFile(open, file);
  }
}
