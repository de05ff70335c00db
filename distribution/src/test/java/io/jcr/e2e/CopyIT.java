package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `jcr cp`, seen from the container and from the host.
@WithJcr
class CopyIT {
  private static final String OWNERS = "stat -c '%u:%g %a' /tmp/d/f /tmp/d/sub; cat /tmp/d/f";

  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Requires.root();
    Path sub = Files.createDirectories(directory.resolve("d/sub"));
    Path file = Files.writeString(directory.resolve("d/f"), "from the host\n");
    for (Path owned : List.of(sub, file)) {
      Files.setAttribute(owned, "unix:uid", 1000);
      Files.setAttribute(owned, "unix:gid", 100);
    }
    Files.setAttribute(file, "unix:mode", 04755);
    Files.setAttribute(sub, "unix:mode", 0750);
  }

  private String local(String name) {
    return directory.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--fs=overlay",
        "--fs=chroot",
        "--userns=auto",
        "--userns=auto --tmpfs=/tmp",
        "--fs=overlay --tmpfs=/tmp"
      })
  void itGoesInAndComesOut(String options, Jcr jcr) throws IOException {
    Path root = directory.resolve("root"); // --fs=chroot writes to it
    Jcr.host("cp", "-a", jcr.rootfs().toString(), root.toString());
    String[] all = (options + " --user=0 --rootfs=" + root + " -- sleep 1000").split(" ");
    try (Detached one = Detached.offline(jcr, "cp-1", all)) {
      jcr.call("cp", local("d"), "cp-1:/tmp").succeeded();
      assertEquals(
          List.of("0:0 755", "0:0 750", "from the host"),
          one.exec("cp-1", "sh", "-c", OWNERS).succeeded().lines());
      jcr.call("cp", "--archive", local("d"), "cp-1:/tmp").succeeded();
      assertEquals(
          "1000:100 4755", one.exec("cp-1", "sh", "-c", OWNERS).succeeded().lines().getFirst());

      one.exec("cp-1", "sh", "-c", "echo inside >/tmp/d/new; chown 7:8 /tmp/d/new").succeeded();
      jcr.call("cp", "cp-1:/tmp/d/.", local("out")).succeeded();
      assertEquals("inside\n", Files.readString(directory.resolve("out/new")));
      assertEquals(0, Files.getAttribute(directory.resolve("out/new"), "unix:uid"));
      jcr.call("cp", "-a", "cp-1:/tmp/d/new", local("kept")).succeeded();
      assertEquals(7, Files.getAttribute(directory.resolve("kept"), "unix:uid"));
      assertEquals(8, Files.getAttribute(directory.resolve("kept"), "unix:gid"));
    }
  }

  @Test
  void anArchiveOnTheStandardStreams(Jcr jcr) {
    try (Detached one = Detached.offline(jcr, "cp-2", "--", "sleep", "1000")) {
      String pipes =
          "tar -C %s -cz d | \"$0\" cp - cp-2:/root && \"$0\" cp cp-2:/root/d - | tar -t"
              .formatted(directory);
      assertEquals(
          "d/\nd/f\nd/sub/\n", Jcr.host("sh", "-c", pipes, Jcr.HOME.resolve("bin/jcr").toString()));
      assertEquals("", one.exec("cp-2", "ls", "-A", "/root/d/sub").succeeded().output());
      jcr.callWithInput("junk", "cp", "-", "cp-2:/root")
          .failed(2, "jcr: cp: standard input: not a tar archive");
    }
  }

  /// To unlink a mounted file from outside its mount namespace would unmount it.
  @Test
  void aMountedFileIsWrittenToAndStaysMounted(Jcr jcr) throws IOException {
    Path volume = Files.writeString(directory.resolve("volume"), "old\n");
    Path locked = Files.writeString(directory.resolve("locked"), "old\n");
    try (Detached one =
        Detached.offline(
            jcr, "cp-3", "-v", volume + ":/v", "-v", locked + ":/l:ro", "--", "sleep", "1000")) {
      String mounts = one.exec("cp-3", "cat", "/proc/self/mounts").succeeded().output();
      jcr.call("cp", local("d/f"), "cp-3:/v").succeeded();
      jcr.call("cp", local("d/f"), "cp-3:/etc/hosts").succeeded();
      jcr.call("cp", local("d/f"), "cp-3:/l").failed(125, "jcr: cp: open 'l': EROFS: .*read-only");
      assertEquals(mounts, one.exec("cp-3", "cat", "/proc/self/mounts").succeeded().output());
      assertEquals("from the host\n", Files.readString(volume));
      assertEquals("old\n", Files.readString(locked));
      assertEquals("from the host", one.exec("cp-3", "cat", "/etc/hosts").succeeded().line());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fs=overlay", "--fs=overlay --userns=100000:65536", "--fs=bind"})
  void oneThatDoesNotRunIsCopiedToAndFromToo(String options, Jcr jcr) throws IOException {
    Path root = directory.resolve("root");
    Jcr.host("cp", "-a", jcr.rootfs().toString(), root.toString());
    Path volume = Files.createDirectory(directory.resolve("volume"));
    String all =
        options + " --user=0 -v " + volume + ":/v --rootfs=" + root + " -- cat /tmp/d/f /left";
    try (Detached one = Detached.offline(jcr, "cp-6", all.split(" "))) {
      assertEquals(1, one.await());
      jcr.call("cp", local("d"), "cp-6:/tmp").succeeded();
      jcr.call("cp", local("d/f"), "cp-6:/left").succeeded();
      jcr.call("cp", local("d/f"), "cp-6:/v/").succeeded();
      assertEquals("from the host\n", Files.readString(volume.resolve("f")));
      jcr.call("cp", "cp-6:/tmp/d/.", local("out")).succeeded();
      assertEquals("from the host\n", Files.readString(directory.resolve("out/f")));
      one.does("start");
      assertEquals(0, one.await());
      assertEquals(2, one.log().stream().filter("stdout F from the host"::equals).count());
      jcr.call("cp", "cp-6:/proc/version", ".")
          .failed(2, "jcr: cp: cp-6:/proc/version: no such .*");

      Files.move(root, directory.resolve("moved"));
      jcr.call("cp", "cp-6:/left", ".")
          .failed(2, "jcr: container 'cp-6' does not run, and its root file system .* is gone");
    }
  }

  @Test
  void wrongInputIsOneSentence(Jcr jcr) {
    try (Detached _ = Detached.offline(jcr, "cp-4", "--read-only", "--", "sleep", "1000")) {
      jcr.call("cp").failed(2, "jcr: cp: expected a source and a destination .*, not 0 arguments");
      jcr.call("cp", "a", "b").failed(2, "jcr: cp: neither 'a' nor 'b' is in a container .*");
      jcr.call("cp", "x:/a", "y:/b").failed(2, "jcr: cp: nothing is copied from one container .*");
      jcr.call("cp", "cp-4:", ".").failed(2, "jcr: cp: 'cp-4:': the path is missing .*");
      jcr.call("cp", "no:/x", ".").failed(2, "jcr: no container 'no': .*");
      jcr.call("cp", "cp-4:/no", ".").failed(2, "jcr: cp: cp-4:/no: no such file or directory");
      jcr.call("cp", local("d"), "cp-4:/x").failed(125, "jcr: cp: mkdir 'x': EROFS: .*read-only");
    }
  }

  /// CVE-2018-15664: the links lead to the host's directory if anybody follows them there.
  @Test
  void whoSwapsADirectoryForALinkGainsNothing(Jcr jcr) throws IOException {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("f"), "secret\n");
    String swap =
        """
        mkdir /a /a/d; echo inside >/a/d/f; ln -s %1$s /a/l; ln -s ../../../..%1$s /a/m; echo go
        while :; do
          for l in l m; do mv /a/d /a/t; mv /a/$l /a/d; mv /a/d /a/$l; mv /a/t /a/d; done
        done\
        """
            .formatted(outside);
    int copied = 0;
    try (Detached one = Detached.offline(jcr, "cp-5", "--", "sh", "-c", swap)) {
      one.awaitLog("stdout F go");
      for (int i = 0; i < 30; i++) {
        copied += jcr.call("cp", local("d"), "cp-5:/a").status() == 0 ? 1 : 0;
        copied += jcr.call("cp", local("d/f"), "cp-5:/a/d/f").status() == 0 ? 1 : 0;
        copied += jcr.call("cp", "-L", "cp-5:/a/d", local("out" + i)).status() == 0 ? 1 : 0;
        copied += jcr.call("cp", "cp-5:/a/d/f", local("file" + i)).status() == 0 ? 1 : 0;
      }
    }
    assertTrue(copied > 10, copied + " of 120 copies");
    assertEquals("secret\n", Files.readString(outside.resolve("f")));
    assertEquals(List.of(outside.resolve("f")), list(outside));
    for (Path file : list(directory)) {
      boolean ours = file.startsWith(outside);
      assertFalse(!ours && Files.readString(file).equals("secret\n"), file::toString);
    }
  }

  private static List<Path> list(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
  }
}
