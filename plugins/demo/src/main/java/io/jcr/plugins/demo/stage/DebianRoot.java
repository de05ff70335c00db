package io.jcr.plugins.demo.stage;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A root file system that debootstrap creates once; it is kept next to jcr's layers.
///
/// @param suite of Debian, such as `bookworm`
/// @param directory where it is kept
public record DebianRoot(String suite, Path directory) {
  private static final String MIRROR = "http://deb.debian.org/debian";
  private static final Map<String, String> PACKAGES =
      Map.of("debootstrap", "debootstrap", "unshare", "util-linux");
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int TIMEOUT_MS = 5000;

  /// The host's own suite if the host runs Debian, otherwise the stable one.
  ///
  /// @param kept where roots are kept
  /// @param osRelease the text of /etc/os-release
  static DebianRoot of(Path kept, String osRelease) {
    String suite =
        osRelease
            .lines()
            .filter(line -> line.matches("VERSION_CODENAME=[a-z]+"))
            .map(line -> line.substring(line.indexOf('=') + 1))
            .filter(_ -> osRelease.lines().anyMatch("ID=debian"::equals))
            .findFirst()
            .orElse("stable");
    return new DebianRoot(suite, kept.resolve("debian-" + suite));
  }

  /// The command that creates it. debootstrap mounts /proc in it, so the command runs in its own
  /// namespaces: however it ends, its mounts and processes go with it.
  String command(Path target) {
    return "unshare --mount --pid --fork --kill-child debootstrap --variant=minbase --include=nginx "
        + suite
        + " "
        + target
        + " "
        + MIRROR;
  }

  /// Creates it in front of the user, unless it exists.
  ///
  /// @throws Skipped if there is no debootstrap, or no Debian mirror can be reached
  void make(Stage stage, Shell maker) throws IOException, InterruptedException, CannotBeShown {
    if (Files.isDirectory(directory)) {
      maker.type("# kept from before: " + command(directory));
      return;
    }
    stage.require(PACKAGES);
    requireMirror(System.getenv());
    Path unfinished = directory.resolveSibling(directory.getFileName() + "." + stage.prefix());
    Path log = stage.directory().resolve("debootstrap.log");
    Files.createDirectories(directory.getParent());
    String removal = "rm -rf --one-file-system " + unfinished;
    stage.undoLater(removal + " 2>/dev/null || " + removal); // a file may be written meanwhile
    maker.type(removal);
    int status = maker.type(command(unfinished) + " >" + log + " 2>&1", PATIENCE).status();
    if (status != 0) {
      throw new Skipped(reason(status, Files.readString(log)));
    }
    maker.typeWell("mv -T " + unfinished + " " + directory);
  }

  /// debootstrap's own explanation of its failure.
  static String reason(int status, String log) {
    return log.lines()
        .filter(line -> line.startsWith("E: "))
        .reduce((_, last) -> last)
        .map(line -> "debootstrap: " + line.substring("E: ".length()))
        .orElse("debootstrap failed with exit status " + status);
  }

  /// debootstrap would keep trying for minutes. With a proxy, the check is left to debootstrap.
  private void requireMirror(Map<String, String> environment) throws Skipped {
    if (environment.containsKey("http_proxy")) {
      return;
    }
    String release = MIRROR + "/dists/" + suite + "/Release";
    try {
      HttpURLConnection mirror = (HttpURLConnection) URI.create(release).toURL().openConnection();
      mirror.setConnectTimeout(TIMEOUT_MS);
      mirror.setReadTimeout(TIMEOUT_MS);
      mirror.setRequestMethod("HEAD");
      mirror.getResponseCode();
      mirror.disconnect();
    } catch (IOException e) {
      String why = e instanceof UnknownHostException ? "its name is unknown" : e.getMessage();
      throw new Skipped(
          "debootstrap cannot reach " + MIRROR + ": " + why + " (is there a network?)");
    }
  }
}
