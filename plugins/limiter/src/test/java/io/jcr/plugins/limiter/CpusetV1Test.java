package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpusetV1Test {
  @TempDir Path directory;
  TemporaryCgroupfs host;
  Path top;

  @BeforeEach
  void machine() {
    host = TemporaryCgroupfs.v1(directory, "web");
    top = directory.resolve("cpuset");
  }

  @Test
  void processorsAndMemoryNodesAreHandedDownFromTheTop() throws IOException {
    new CgroupV1().create(Sample.spec("web", Sample.cpus("1,2"), "cgroup-v1:parent=a/b"), host);
    assertEquals(
        List.of(
            top.resolve("a/cpuset.cpus"),
            top.resolve("a/cpuset.mems"),
            top.resolve("a/b/cpuset.cpus"),
            top.resolve("a/b/cpuset.mems"),
            top.resolve("a/b/web/cpuset.cpus"),
            top.resolve("a/b/web/cpuset.mems")),
        host.written());
    assertEquals("0-3", Files.readString(top.resolve("a/b/cpuset.cpus")));
    assertEquals("1-2", Files.readString(top.resolve("a/b/web/cpuset.cpus")));
    assertEquals("0", Files.readString(top.resolve("a/b/web/cpuset.mems")));
  }

  @Test
  void whatAParentHasAlreadyStays() throws IOException {
    Files.createDirectory(top.resolve("jcr"));
    Files.writeString(top.resolve("jcr/cpuset.cpus"), "2-3\n");
    Files.writeString(top.resolve("jcr/cpuset.mems"), "0\n");
    new CgroupV1().create(Sample.spec("web", Sample.cpus("3")), host);
    assertEquals(
        List.of(top.resolve("jcr/web/cpuset.cpus"), top.resolve("jcr/web/cpuset.mems")),
        host.written());
  }

  @Test
  void aProcessorThatTheParentLacksIsRefused() throws IOException {
    Files.createDirectory(top.resolve("jcr"));
    Files.writeString(top.resolve("jcr/cpuset.cpus"), "2-3\n");
    UsageException refusal =
        assertThrows(
            UsageException.class,
            () -> new CgroupV1().create(Sample.spec("web", Sample.cpus("0-2")), host));
    assertEquals(
        "--limit cpuset:0-2: processor 0-1 is not available, only 2-3", refusal.getMessage());
  }

  @Test
  void withoutALimitItIsNotJoined() {
    new CgroupV1().create(Sample.spec("web", Sample.pids(5)), host);
    assertEquals(false, Files.exists(top.resolve("jcr")));
  }
}
