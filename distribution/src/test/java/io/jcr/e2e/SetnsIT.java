package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `--ns=setns`.
@WithJcr
class SetnsIT {
  private static final List<String> JOINED = List.of("net", "uts", "ipc", "pid");
  private static final List<String> OWN = List.of("mnt", "cgroup");

  /// Starts more processes than a limit of 5 lets, all of which end with their parent's output.
  private static final String MANY =
      "echo 1 | cat | cat | cat | cat | cat | cat | cat >/dev/null; echo all";

  private static Started target(Jcr jcr) {
    Started target = jcr.start("--name=jcr-target", "--hostname=target", "--", "sig-print");
    target.awaitLine("ready.*");
    return target;
  }

  private static Json namespaces(Jcr jcr, String ns) {
    return jcr.inside("--ns=" + ns, "--", "jcr-probe", "namespaces").json().get("namespaces");
  }

  @Test
  void aProcessIsJoinedButKeepsARootOfItsOwn(Jcr jcr) {
    try (Started target = target(jcr)) {
      Proc process = target.container();
      Json inside = namespaces(jcr, "setns:pid=" + process.pid());
      JOINED.forEach(type -> assertEquals(process.namespace(type), inside.get(type).number()));
      OWN.forEach(type -> assertNotEquals(process.namespace(type), inside.get(type).number()));
    }
  }

  @Test
  void theHostNameAndProcAreThoseOfTheJoined(Jcr jcr) {
    try (Started target = target(jcr)) {
      target.container();
      Result seen =
          jcr.inside(
              "--ns=setns:container=jcr-target", "--", "sh", "-c", "hostname; cat /proc/1/comm");
      assertEquals(List.of("target", "sig-print"), seen.lines());
    }
  }

  @Test
  void theMountNamespaceComesWithItsRootWhenNamed(Jcr jcr) {
    try (Started target = target(jcr)) {
      String ns = "--ns=setns:mnt,pid=" + target.container().pid();
      jcr.inside(ns, "--", "touch", "/mark");
      assertEquals("/mark", jcr.inside(ns, "--", "ls", "/mark").line());
      jcr.run(ns, "--tmpfs=/t", "--", "true").failed(2, "jcr: .*mount namespace.*--tmpfs.*");
    }
  }

  @Test
  void aContainerIsJoinedWithItsRootUnlessAnotherIsAskedFor(Jcr jcr) {
    try (Started target = target(jcr)) {
      Proc process = target.container();
      Json inside = namespaces(jcr, "setns:container=jcr-target");
      List.of("net", "uts", "ipc", "pid", "mnt", "cgroup")
          .forEach(type -> assertEquals(process.namespace(type), inside.get(type).number(), type));
      jcr.inside("--ns=setns:container=jcr-target", "--", "touch", "/mark");
      String there = "ls /mark 2>/dev/null || echo other";
      for (String own : List.of(",mnt=new", ",mount=new")) {
        String ns = "--ns=setns:container=jcr-target" + own;
        assertEquals("other", jcr.inside(ns, "--", "sh", "-c", there).line());
      }
      String ns = "--ns=setns:container=jcr-target";
      assertEquals("other", jcr.inside(ns, "--fs=bind", "--", "sh", "-c", there).line());
      assertEquals(
          "other", jcr.inside(ns, "--rootfs=" + jcr.rootfs(), "--", "sh", "-c", there).line());
      assertEquals("/mark", jcr.inside(ns, "--", "sh", "-c", there).line());
    }
  }

  @Test
  void aContainerThatWasChrootedIsJoinedInItsRoot(Jcr jcr) {
    try (Started target =
        jcr.start("--name=jcr-target", "--fs=chroot", "--tmpfs=/only-there", "--", "sig-print")) {
      target.awaitLine("ready.*");
      target.container();
      assertEquals(
          "/only-there",
          jcr.inside("--ns=setns:container=jcr-target", "--", "ls", "-d", "/only-there").line());
    }
  }

  @Test
  void whoJoinsAContainerIsHeldByItsLimits(Jcr jcr) {
    Requires.controller("memory");
    Requires.controller("pids");
    try (Started target =
        jcr.start(
            "--name=jcr-target",
            "--limit=memory:50M",
            "--limit=pids:5",
            "--init",
            "--",
            "sig-print")) {
      target.awaitLine("ready.*");
      Proc process = target.container();
      String joins = "--ns=setns:container=jcr-target";
      for (String own : List.of("", ",mnt=new")) {
        Result hog = jcr.run(joins + own, "--", "memhog", "200M").exited(137);
        assertTrue(!hog.output().contains("reached"), hog.output());
      }
      Result many = jcr.run(joins, "--", "sh", "-c", MANY);
      assertTrue(many.errors().contains("can't fork"), many.toString());
      jcr.run(joins, "--limit=pids:9", "--", "true").failed(2, "jcr: .*--limit.*cgroup=new.*");
      assertEquals(
          "reached 200M",
          jcr.inside(joins + ",cgroup=new", "--", "memhog", "200M").lines().getLast());
      assertEquals("all", jcr.inside(joins + ",cgroup=new", "--", "sh", "-c", MANY).line());
      assertEquals(
          "1", jcr.inside(joins + ",cgroup=new", "--limit=pids:9", "--", "echo", "1").line());
      assertTrue(process.isAlive());
    }
  }

  @Test
  void aTerminalWorksInAContainerThatIsJoinedAndIsNotItsConsole(Jcr jcr) {
    try (Started target = target(jcr)) {
      target.container();
      String ns = "--ns=setns:container=jcr-target";
      Result seen =
          jcr.run("--tty", ns, "--", "sh", "-c", "tty; test -e /dev/console || echo none");
      assertEquals(List.of("/dev/pts/0", "none"), seen.exited(0).lines());
      jcr.call("exec", "-t", "jcr-target", "tty").exited(0);
      String mounts = jcr.inside(ns, "--", "cat", "/proc/self/mounts").output();
      assertTrue(!mounts.contains("/dev/console"), mounts);
    }
  }

  @Test
  void usersAreThoseOfTheRootThatIsJoined(Jcr jcr) {
    try (Started target = target(jcr)) {
      target.container();
      String ns = "--ns=setns:container=jcr-target";
      jcr.inside(ns, "--", "sh", "-c", "echo only:x:4321:4321::/home/only:/bin/sh >>/etc/passwd");
      assertEquals(
          "4321 /home/only",
          jcr.inside(ns, "--user=only", "--", "sh", "-c", "echo $(id -u) $HOME").line());
      jcr.run(ns + ",mnt=new", "--user=only", "--", "true").failed(2, "jcr: .*unknown user.*");
    }
  }

  @Test
  void aRootIsMountedInACopyOfAMountNamespaceThatUnshareHasKept(Jcr jcr) throws IOException {
    Path directory = Files.createTempDirectory("jcr-mnt");
    Jcr.host("mount", "-t", "tmpfs", "jcr-mnt", directory.toString());
    try {
      Jcr.host("mount", "--make-private", directory.toString());
      Path file = Files.createFile(directory.resolve("ns"));
      Path kept = Files.createDirectory(directory.resolve("kept"));
      keepMounts(file, "mount -t tmpfs kept " + kept + " && echo there >" + kept + "/file");
      String mounts = mountsIn(file);
      for (String fs : List.of("overlay", "bind", "chroot")) {
        Result seen =
            jcr.run(
                    "--ns=setns:mount=" + file,
                    "--fs=" + fs,
                    "--rootfs=" + jcr.rootfs(),
                    "--volume=" + kept + ":/mnt",
                    "--",
                    "sh",
                    "-c",
                    "cat /mnt/file; test -d " + directory + " || echo own root; echo $$")
                .exited(0);
        assertEquals(List.of("there", "own root", "1"), seen.lines(), fs);
        assertEquals(mounts, mountsIn(file), "mounts in the namespace after " + fs);
      }
      String joins = "--ns=setns:mnt=" + file;
      assertEquals("there", jcr.inside(joins, "--", "cat", kept + "/file").line());
      jcr.run(joins + ",mount=" + file, "--", "true").failed(2, "jcr: .*'mnt' is given twice.*");
      jcr.run(joins + ",user", "--rootfs=" + jcr.rootfs(), "--", "true")
          .failed(2, "jcr: .*user namespace.*");
      Jcr.host("umount", file.toString());
    } finally {
      Jcr.host("umount", "--recursive", directory.toString());
      Files.delete(directory);
    }
  }

  /// Makes a mount namespace that `file` keeps. The kernel binds only to namespaces that are older
  /// by their ids (EINVAL otherwise), and each processor hands out ids from a block of its own: in
  /// a mount namespace that isn't the machine's first one, it depends on the processor.
  private static void keepMounts(Path file, String commands) {
    Jcr.host(
        "sh",
        "-c",
        """
        for cpu in $(seq 0 $(($(nproc --all) - 1))); do
          taskset -c $cpu unshare --mount="$1" sh -c "$2" && exit
        done
        exit 1
        """,
        "sh",
        file.toString(),
        commands);
  }

  private static String mountsIn(Path namespace) {
    return Jcr.host("nsenter", "--mount=" + namespace, "cat", "/proc/self/mountinfo");
  }

  @Test
  void aContainerWithAUserNamespaceIsJoinedInThatToo(Jcr jcr) {
    try (Started target = jcr.start("--name=jcr-target", "--userns=auto", "--", "sig-print")) {
      target.awaitLine("ready.*");
      Proc process = target.container();
      Json inside = namespaces(jcr, "setns:container=jcr-target");
      assertEquals(process.namespace("user"), inside.get("user").number());
    }
  }

  @Test
  void aNetworkNamespaceOfIpNetnsIsUsedAndLeft(Jcr jcr) {
    Requires.command("ip", "iproute2");
    Jcr.host("ip", "netns", "add", "jcr-blue");
    try {
      String file = "/run/netns/jcr-blue";
      Json inside = namespaces(jcr, "setns:net=" + file);
      assertEquals(inode(file), inside.get("net").number());
      jcr.run("--ns=setns:net=" + file, "--net=veth", "--", "true")
          .failed(2, "jcr: .*network namespace.*--net=veth.*");
      jcr.run("--ns=setns:user,net=" + file, "--", "true").failed(2, "jcr: .*user namespace.*");
      assertTrue(Files.exists(Path.of(file)));
    } finally {
      Jcr.host("ip", "netns", "del", "jcr-blue");
    }
  }

  @Test
  void aNamespaceThatUnshareHasKeptIsJoined(Jcr jcr) throws IOException {
    Path file = Files.createTempFile("jcr-uts", "");
    Jcr.host("unshare", "--uts=" + file, "hostname", "kept");
    try {
      assertEquals("kept", jcr.inside("--ns=setns:uts=" + file, "--", "hostname").line());
    } finally {
      Jcr.host("umount", file.toString());
      Files.delete(file);
    }
  }

  @Test
  void aPidNamespaceWithoutPidOneTakesNobodyIn(Jcr jcr) throws IOException {
    Path file = Files.createTempFile("jcr-pid", "");
    Jcr.host("unshare", "--fork", "--pid=" + file, "true");
    try {
      jcr.run("--ns=setns:pid=" + file, "--", "true").failed(125, "jcr: .*ENOMEM.*has ended.*");
    } finally {
      Jcr.host("umount", file.toString());
      Files.delete(file);
    }
  }

  @Test
  void whatCannotBeJoinedIsRefused(Jcr jcr) {
    jcr.run("--ns=setns:pid=2147483647", "--", "true").failed(2, "jcr: .*no such process");
    jcr.run("--ns=setns:net=/etc/passwd", "--", "true").failed(2, "jcr: .*not a namespace file");
    jcr.run("--ns=setns:net=/proc/self/ns/uts", "--", "true")
        .failed(2, "jcr: .*of kind uts, not net");
    jcr.run("--ns=setns:container=jcr-none", "--", "true").failed(2, "jcr: .*jcr-none.*running");
  }

  private static long inode(String file) throws SecurityException {
    try {
      return (Long) Files.getAttribute(Path.of(file), "unix:ino");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
