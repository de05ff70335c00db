package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.Errno;
import io.jcr.api.HostException;
import io.jcr.api.LinuxResources;
import io.jcr.spi.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubtreeControlTest {
  private static final String FILE = "cgroup.subtree_control";

  @TempDir Path directory;
  TemporaryCgroupfs host;

  @BeforeEach
  void machine() {
    host = TemporaryCgroupfs.v2(directory, "web");
  }

  @Test
  void controllersAreHandedDownFromTheTopToTheContainersParent() throws IOException {
    new CgroupV2().create(Sample.spec("web", Sample.pids(5), "cgroup-v2:parent=/a/b"), host);
    assertEquals("memory cpu pids", Files.readString(directory.resolve(FILE)));
    assertEquals("memory cpu pids", Files.readString(directory.resolve("a/" + FILE)));
    assertEquals("memory cpu pids", Files.readString(directory.resolve("a/b/" + FILE)));
    assertEquals("", Files.readString(directory.resolve("a/b/web/" + FILE)));
    assertEquals("5", Files.readString(directory.resolve("a/b/web/pids.max")));
  }

  @Test
  void whatIsHandedDownAlreadyIsLeftAlone() {
    new CgroupV2().create(Sample.spec("web", LinuxResources.UNLIMITED), host);
    TemporaryCgroupfs second = host.another("db");
    new CgroupV2().create(Sample.spec("db", Sample.pids(5)), second);
    assertEquals(List.of(directory.resolve("jcr/db/pids.max")), second.written());
  }

  @Test
  void cpusetIsHandedDownOnlyWhenItIsLimited() throws IOException {
    new CgroupV2().create(Sample.spec("web", Sample.cpus("3")), host);
    assertEquals("memory cpu pids cpuset", Files.readString(directory.resolve("jcr/" + FILE)));
    assertEquals("3", Files.readString(directory.resolve("jcr/web/cpuset.cpus")));
  }

  @Test
  void aRefusalNamesTheControllerAndTheCgroupWithProcesses() {
    host.failing(directory.resolve("jcr/" + FILE), Errno.EBUSY);
    HostException failure =
        assertThrows(
            HostException.class,
            () -> new CgroupV2().create(Sample.spec("web", Sample.MEMORY), host));
    assertEquals(
        ("limiter cgroup-v2: write DIR/jcr/cgroup.subtree_control: EBUSY: processes live in DIR/jcr"
                + " itself, and such a cgroup cannot hand down the controller memory (choose"
                + " another one with the limiter's option parent=PATH)")
            .replace("DIR", directory.toString()),
        failure.getMessage());
  }

  @Test
  void withoutALimitTheContainerDoesWithoutTheFigures() {
    host.failing(directory.resolve(FILE), Errno.EBUSY);
    Limits limits = new CgroupV2().create(Sample.spec("web", LinuxResources.UNLIMITED), host);
    assertEquals(directory.resolve("jcr/web").toString(), limits.cloneInto());
  }
}
