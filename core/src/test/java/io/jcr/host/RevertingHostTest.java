package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostChange.Done;
import io.jcr.spi.HostFacts;
import io.jcr.spi.PretendedChanges;
import io.jcr.spi.contract.StubHostFacts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevertingHostTest {
  private static final Path MEMORY = Path.of("/cg/memory.max");
  private static final Path PIDS = Path.of("/cg/pids.max");
  private static final Path IO = Path.of("/cg/io.max");
  private static final Path READ = Path.of("/cg/blkio.throttle.read_bps_device");
  private static final Path CHILDREN = Path.of("/cg/cgroup.subtree_control");

  private final Kernel kernel = new Kernel();
  private final RevertingHost host = new RevertingHost(kernel);

  @Test
  void whatWasWrittenIsWrittenBackTheLastFirst() {
    host.setCgroupFile(MEMORY, "100");
    host.setCgroupFile(PIDS, "7");
    kernel.written.clear();
    assertEquals("", host.takeBack());
    assertEquals(List.of("pids.max max", "memory.max 50"), kernel.written);
    kernel.written.clear();
    assertEquals("", host.takeBack());
    assertEquals(List.of(), kernel.written);
  }

  @Test
  void whatCouldNotBeWrittenIsNot() {
    host.setCgroupFile(PIDS, "7");
    kernel.failing = MEMORY;
    assertThrows(ErrnoException.class, () -> host.setCgroupFile(MEMORY, "1"));
    kernel.written.clear();
    host.takeBack();
    assertEquals(List.of("pids.max max"), kernel.written);
  }

  @Test
  void aFileWithALineForEachDiskGetsThatOfTheDisk() {
    host.setCgroupFile(IO, "254:0 rbps=1");
    host.setCgroupFile(IO, "8:0 rbps=1");
    host.setCgroupFile(READ, "8:0 1");
    kernel.written.clear();
    host.takeBack();
    assertEquals(
        List.of(
            "blkio.throttle.read_bps_device 8:0 0",
            "io.max 8:0 rbps=max wbps=max riops=max wiops=max",
            "io.max 254:0 rbps=9 wbps=max"),
        kernel.written);
  }

  @Test
  void aControllerThatWasHandedDownStays() {
    host.setCgroupFile(CHILDREN, "+cpuset");
    kernel.written.clear();
    assertEquals("", host.takeBack());
    assertEquals(List.of(), kernel.written);
  }

  @Test
  void whatCannotBeTakenBackIsSaid() {
    host.setCgroupFile(PIDS, "7");
    host.setCgroupFile(MEMORY, "100");
    kernel.failing = MEMORY;
    assertEquals("write /cg/memory.max: EBUSY", host.takeBack());
    assertEquals("pids.max max", kernel.written.getLast());
  }

  private static final class Kernel implements Host {
    private final List<String> written = new ArrayList<>();
    private Path failing = Path.of("none");

    @Override
    public HostFacts facts() {
      return StubHostFacts.bare()
          .withFile(MEMORY, "50\n")
          .withFile(PIDS, "max\n")
          .withFile(CHILDREN, "cpu pids\n")
          .withFile(READ, "")
          .withFile(IO, "254:0 rbps=9 wbps=max\n");
    }

    @Override
    public ContainerPaths paths() {
      throw new AssertionError("not needed");
    }

    @Override
    public <R> R apply(HostChange<R> change) {
      return change.accept(
          new PretendedChanges() {
            @Override
            public Done visit(HostChange.SetCgroupFile set) {
              if (set.file().equals(failing)) {
                throw new ErrnoException("write", set.file().toString(), Errno.EBUSY);
              }
              written.add(set.file().getFileName() + " " + set.value());
              return Done.DONE;
            }

            @Override
            protected Done done(HostChange<Done> other) {
              throw new AssertionError(other);
            }
          });
    }
  }
}
