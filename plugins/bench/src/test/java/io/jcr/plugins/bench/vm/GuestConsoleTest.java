package io.jcr.plugins.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.HostException;
import io.jcr.plugins.bench.vm.GuestConsole.Mark;
import io.jcr.plugins.bench.vm.GuestConsole.Seen;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GuestConsoleTest {
  private final GuestConsole console = new GuestConsole();

  private static long soon() {
    return System.nanoTime() + 10_000_000_000L;
  }

  private void says(String text) {
    console.follow(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aMarkHasItsTimeAndItsRest() throws Exception {
    long before = System.nanoTime();
    says("SeaBIOS\r\nboot-mark 12345\r\nvm-mark command\r\nvm-mark exit 7\r\n");
    Seen first = console.await(Mark.FIRST_USER, soon());
    Seen exit = console.await(Mark.EXIT, soon());
    assertNotNull(first);
    assertNotNull(exit);
    assertEquals("12345", first.rest());
    assertEquals("7", exit.rest());
    assertTrue(before <= first.nanos() && first.nanos() <= exit.nanos());
  }

  @Test
  void theFirstOfItsKindCounts() {
    says("boot-mark 1\nboot-mark 2\n");
    Seen first = console.get(Mark.FIRST_USER);
    assertNotNull(first);
    assertEquals("1", first.rest());
  }

  @Test
  void aGuestThatEndsEarlyIsExplainedByItsLastWords() {
    says("Kernel panic - not syncing: no init\n");
    HostException failure =
        assertThrows(HostException.class, () -> console.await(Mark.EXIT, soon()));
    assertEquals(
        "bench vm: the guest ended before its command did; its console ends with: "
            + "Kernel panic - not syncing: no init",
        failure.getMessage());
  }

  @Test
  void whatTheGuestCouldNotDoIsSaid() {
    says("vm-mark failed cannot mount the data disk\n");
    HostException failure =
        assertThrows(HostException.class, () -> console.await(Mark.EXIT, soon()));
    assertEquals("bench vm: cannot mount the data disk", failure.getMessage());
  }

  @Test
  void aDeadlineInThePastIsNotWaitedFor() throws Exception {
    assertNull(console.await(Mark.EXIT, System.nanoTime() - 1));
  }
}
