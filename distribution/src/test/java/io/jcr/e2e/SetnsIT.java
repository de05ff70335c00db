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
      target.container();
      String ns = "--ns=setns:container=jcr-target,mnt";
      jcr.inside(ns, "--", "touch", "/mark");
      assertEquals("/mark", jcr.inside(ns, "--", "ls", "/mark").line());
      jcr.run(ns, "--fs=bind", "--", "true").failed(2, "jcr: .*mount namespace.*--fs.*");
    }
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
