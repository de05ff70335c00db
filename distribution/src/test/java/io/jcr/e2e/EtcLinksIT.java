package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of `/etc` that a root file system has as symbolic links, as Debian and Ubuntu do: jcr's
/// own are mounted on what they lead to, inside the root.
@WithJcr
class EtcLinksIT {
  static final List<List<String>> WAYS =
      List.of(
          List.of("--fs=overlay"),
          List.of("--fs=bind"),
          List.of("--fs=chroot"),
          List.of("--fs=overlay", "--userns=auto"),
          List.of("--fs=bind", "--userns=auto"),
          List.of("--fs=chroot", "--userns=auto"));

  @TempDir Path directory;

  static Stream<Arguments> linksByWay() {
    return WAYS.stream()
        .flatMap(way ->
            Stream.of(
                    "../run/systemd/resolve/stub",
                    "../../../../../../run/systemd/resolve/stub",
                    "/run/systemd/resolve/stub")
                .map(link -> Arguments.of(way, link)));
  }

  @ParameterizedTest
  @MethodSource("linksByWay")
  void aDanglingLinkIsMadeInside(List<String> way, String link, Jcr jcr) throws IOException {
    Path rootfs = rootfs(jcr);
    link(rootfs, "hostname", link);

    assertEquals(
        List.of("box", link, "/run/systemd/resolve/stub"),
        run(jcr, way, rootfs, "hostname").succeededWithWarning().lines());
    assertFalse(Files.exists(Path.of("/run/systemd/resolve/stub")), "made on the host");
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void aLinkThatLeadsSomewhereIsFollowed(List<String> way, Jcr jcr) throws IOException {
    Path rootfs = rootfs(jcr);
    Path target = Files.createDirectories(rootfs.resolve("var/lib/names")).resolve("mine");
    Files.writeString(target, "of the root file system\n");
    link(rootfs, "hostname", "second");
    link(rootfs, "second", "/var/lib/names/mine");

    assertEquals(
        List.of("box", "second", "/var/lib/names/mine"),
        run(jcr, way, rootfs, "hostname").succeededWithWarning().lines());
    assertEquals("of the root file system\n", Files.readString(target));
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void aLinkInACircleIsSaid(List<String> way, Jcr jcr) throws IOException {
    Path rootfs = rootfs(jcr);
    link(rootfs, "hosts", "other");
    link(rootfs, "other", "hosts");

    run(jcr, way, rootfs, "hosts")
        .failedAfterWarning(
            "jcr: bind mount .*/hosts on /etc/hosts: ELOOP \\(/etc/hosts: its symbolic links lead in"
                + " a circle, or into /proc\\)");
  }

  @ParameterizedTest
  @FieldSource("WAYS")
  void aDirectoryIsSaid(List<String> way, Jcr jcr) throws IOException {
    Path rootfs = rootfs(jcr);
    Files.deleteIfExists(rootfs.resolve("etc/resolv.conf"));
    Files.createDirectory(rootfs.resolve("etc/resolv.conf"));

    run(jcr, way, rootfs, "resolv.conf")
        .failedAfterWarning(
            "jcr: bind mount .*/resolv.conf on /etc/resolv.conf: EISDIR \\(/etc/resolv.conf: it is a"
                + " directory in the root file system, and a file is to be mounted there\\)");
  }

  @Test
  void whatAReadOnlyRootLacksIsSaid(Jcr jcr) throws IOException {
    Path rootfs = rootfs(jcr);
    link(rootfs, "hosts", "/run/missing");
    String script = "mount --bind $0 $0; mount -o remount,bind,ro $0; exec \"$@\"";
    Jcr readOnly = jcr.through("unshare", "--mount", "sh", "-c", script, rootfs.toString());

    run(readOnly, List.of("--fs=bind"), rootfs, "hosts")
        .failedAfterWarning(
            "jcr: bind mount .*/hosts on /etc/hosts: EROFS \\(/etc/hosts: it is missing in the root"
                + " file system, which is read-only\\)");
  }

  private Path rootfs(Jcr jcr) {
    Path copy = directory.resolve("rootfs");
    Jcr.host("cp", "-a", jcr.rootfs().toString(), copy.toString());
    return copy;
  }

  private static void link(Path rootfs, String name, String target) throws IOException {
    Path link = rootfs.resolve("etc").resolve(name);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(target));
  }

  /// Prints what is in `/etc/NAME`, where that leads, and what is mounted there.
  private static Ended run(Jcr jcr, List<String> way, Path rootfs, String name) {
    List<String> arguments = new ArrayList<>(way);
    String script =
        "cat /etc/$0; readlink /etc/$0; cut -d' ' -f2 /proc/mounts | grep -x $(realpath /etc/$0)";
    arguments.addAll(List.of("--net=none", "--hostname=box", "--rootfs", rootfs.toString(), "--"));
    arguments.addAll(List.of("sh", "-c", script, name));
    return new Ended(jcr.run(arguments.toArray(String[]::new)));
  }

  /// A run that may have been warned of `--fs=chroot`.
  private record Ended(Result whole) {
    private List<String> errors() {
      return whole
          .errors()
          .lines()
          .filter(line -> !line.contains("--fs=chroot is weaker"))
          .toList();
    }

    Result succeededWithWarning() {
      assertEquals(List.of(), errors(), whole::toString);
      return whole.exited(0);
    }

    void failedAfterWarning(String sentence) {
      new Result(whole.command(), whole.status(), whole.output(), String.join("\n", errors()))
          .failed(125, sentence);
    }
  }
}
