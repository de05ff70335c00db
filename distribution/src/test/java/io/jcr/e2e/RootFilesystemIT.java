package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A container sees the root file system that it was given, and nothing of the host's.
@WithJcr
class RootFilesystemIT {
  private static final Set<String> MOUNTS =
      Set.of(
          "/",
          "/proc",
          "/dev",
          "/dev/pts",
          "/dev/mqueue",
          "/dev/shm",
          "/sys",
          "/etc/hostname",
          "/etc/hosts",
          "/etc/resolv.conf");

  @TempDir Path directory;

  private Path copyOfRootfs(Jcr jcr) {
    Path copy = directory.resolve("rootfs");
    Jcr.host("cp", "-a", jcr.rootfs().toString(), copy.toString());
    return copy;
  }

  private static List<String> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static Set<String> tree(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "tmpfs", "bind"})
  void lsShowsIt(String filesystem, Jcr jcr) throws IOException {
    Path rootfs = copyOfRootfs(jcr);
    Files.writeString(rootfs.resolve("only-here"), "");

    Result ls =
        jcr.inside("--net=none", "--fs=" + filesystem, "--rootfs", "" + rootfs, "--", "ls", "/");

    assertEquals(entries(rootfs), ls.lines());
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "tmpfs", "bind"})
  void nothingOfTheHostIsMounted(String filesystem, Jcr jcr) {
    Path rootfs = copyOfRootfs(jcr);
    Json mounts =
        jcr.inside(
                "--net=none",
                "--fs=" + filesystem,
                "--rootfs",
                "" + rootfs,
                "--",
                "jcr-probe",
                "mounts")
            .json()
            .get("mounts");

    Set<String> unexpected =
        mounts
            .elements()
            .filter(mount -> !isExpected(mount))
            .map(Json::toString)
            .collect(Collectors.toSet());
    assertEquals(Set.of(), unexpected);
    assertEquals(1, mounts.elements().filter(m -> m.get("target").text().equals("/")).count());
  }

  private static boolean isExpected(Json mount) {
    String target = mount.get("target").text();
    String type = mount.get("type").text();
    boolean masked = type.equals("tmpfs") || mount.get("root").text().equals("/null");
    boolean kernel = type.equals("proc") || type.equals("sysfs");
    boolean limits = target.startsWith("/sys/fs/cgroup");
    return MOUNTS.contains(target)
        || limits
        || ((masked || kernel) && (target.startsWith("/proc/") || target.startsWith("/sys/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "tmpfs", "bind"})
  void nothingOfTheHostIsReachable(String filesystem, Jcr jcr) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "of the host");
    Path rootfs = copyOfRootfs(jcr);
    String script =
        """
        for way in / /.. /../../.. /proc/1/root /proc/self/root/.. /proc/1/cwd/.. /proc/self/cwd/../..; do
          [ -e "$way%s" ] && echo "found through $way"
        done
        cd /tmp && cd ../../.. && pwd
        cat /proc/1/mountinfo | grep -c ' /oldroot\\| /.old' || :
        """
            .formatted(secret);
    Result result =
        jcr.inside(
            "--net=none", "--fs=" + filesystem, "--rootfs", "" + rootfs, "--", "sh", "-c", script);

    assertEquals(List.of("/", "0"), result.lines());
  }

  @Test
  void itIsAnotherMountThanTheHosts(Jcr jcr) throws IOException {
    try (Started container = jcr.start("--net=none", "--", "sig-print")) {
      container.awaitLine("ready.*");
      Proc inside = container.container();
      Path root = Path.of("/proc/" + inside.pid() + "/root/");

      assertNotEquals(
          Files.getAttribute(Path.of("/"), "unix:dev"), Files.getAttribute(root, "unix:dev"));
      assertEquals(entries(jcr.rootfs()), entries(root));
      assertEquals("/", inside.link("root").orElseThrow());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "tmpfs", "bind"})
  void workingDirectoryIsTheRoot(String filesystem, Jcr jcr) {
    Path rootfs = copyOfRootfs(jcr);
    assertEquals(
        "/",
        jcr.inside(
                "--net=none",
                "--fs=" + filesystem,
                "--rootfs",
                "" + rootfs,
                "--",
                "jcr-probe",
                "cwd")
            .json()
            .get("cwd")
            .text());
  }

  @Test
  void noFileDescriptorAboveTwoIsInherited(Jcr jcr) {
    Jcr holding = jcr.through("sh", "-c", "exec 3</etc/passwd 7<>/dev/null 9</; exec \"$@\"", "sh");
    Json fds = holding.inside("--net=none", "--", "jcr-probe", "fds").json().get("fds");

    assertEquals(
        List.of(0L, 1L, 2L), fds.elements().map(fd -> fd.get("fd").number()).sorted().toList());
  }

  @Test
  void overlayLeavesTheGivenOneAsItWas(Jcr jcr) throws IOException {
    Path rootfs = copyOfRootfs(jcr);
    Set<String> before = tree(rootfs);
    String script =
        "echo changed > /etc/motd; rm /etc/passwd; mkdir -p /new/directory; chmod 0 /home; ls -d /new";

    Result result =
        jcr.inside("--net=none", "--rootfs", "" + rootfs, "--", "/bin/sh", "-c", script);

    assertEquals("/new", result.line());
    assertEquals(before, tree(rootfs));
    assertEquals(
        "drwxr-xr-x",
        "d"
            + java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(rootfs.resolve("home"))));
  }

  @Test
  void overlayOfEachContainerIsItsOwn(Jcr jcr) {
    Path rootfs = copyOfRootfs(jcr);
    try (Started one =
        jcr.start(
            "--net=none",
            "--rootfs",
            "" + rootfs,
            "--",
            "sh",
            "-c",
            "echo 1 > /own; echo ok; cat")) {
      one.awaitLine("ok");

      assertEquals(
          "no",
          jcr.inside(
                  "--net=none",
                  "--rootfs",
                  "" + rootfs,
                  "--",
                  "sh",
                  "-c",
                  "cat /own 2>&- || echo no")
              .line());
    }
    assertFalse(Files.exists(rootfs.resolve("own")));
  }

  @Test
  void bindWritesStay(Jcr jcr) throws IOException {
    Path rootfs = copyOfRootfs(jcr);
    String script = "echo kept > /root/file; mkdir /srv/new; rm /etc/motd 2>&-; hostname";

    jcr.inside("--net=none", "--fs=bind", "--rootfs", "" + rootfs, "--", "sh", "-c", script);

    assertEquals("kept\n", Files.readString(rootfs.resolve("root/file")));
    assertTrue(Files.isDirectory(rootfs.resolve("srv/new")));
    assertEquals(List.of(), entries(rootfs.resolve("proc")));
    assertEquals(entries(jcr.rootfs().resolve("dev")), entries(rootfs.resolve("dev")));
    assertEquals(
        Files.readString(jcr.rootfs().resolve("etc/hosts")),
        Files.readString(rootfs.resolve("etc/hosts")));
  }

  /// Neither the given directory nor the host's disk sees what is written, and it has an end.
  @ParameterizedTest
  @ValueSource(strings = {"--ns=clone", "--ns=clone:user"})
  void aLayerInMemoryTakesWhatIsWritten(String ns, Jcr jcr) {
    String script =
        "echo new >/etc/new; cat /etc/new; df -k / | tail -n 1 | awk '{print $2}';"
            + " dd if=/dev/zero of=/big bs=1M count=20 2>&1 | grep -c 'No space'; echo end; read go";
    try (Started run =
        jcr.start(
            "--net=none",
            "--name=in-memory",
            ns,
            "--fs=tmpfs:size=16M",
            "--",
            "sh",
            "-c",
            script)) {
      run.awaitLine("end");
      assertEquals(List.of("new", "16384", "1", "end"), run.output().text().lines().toList());
      assertFalse(Files.exists(jcr.rootfs().resolve("etc/new")));
      assertEquals(Set.of(), Set.copyOf(entries(Jcr.data("in-memory").resolve("memory"))));
      run.type("go\n");
      run.awaitEnd().exited(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// There is nothing to copy into, and what was there is gone.
  @Test
  void aStoppedContainerHasNoLayerInMemory(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "forgets", "--fs=tmpfs", "--", "sig-print")) {
      one.awaitLog("stdout F ready.*");
      one.exec("forgets", "sh", "-c", "echo x >/kept").exited(0);
      jcr.call("cp", "forgets:/kept", directory + "/kept").exited(0);
      one.does("stop");
      jcr.call("cp", directory + "/kept", "forgets:/")
          .failed(2, "jcr: cp: 'forgets:/': what it writes is in memory .*: start it first");
      one.does("start");
      one.exec("forgets", "test", "-e", "/kept").exited(1);
    }
  }
}
