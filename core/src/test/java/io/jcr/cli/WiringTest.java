package io.jcr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WiringTest {
  @Test
  void theHandleToTheKernelIsMadeOnAnotherThread() throws InterruptedException {
    BlockingQueue<Thread> asking = new ArrayBlockingQueue<>(1);
    Wiring.begin(() -> {
      asking.add(Thread.currentThread());
      return new TrainingLibc(Path.of("/nowhere"));
    });
    Thread asked = asking.poll(1, TimeUnit.MINUTES);
    assertNotEquals(Thread.currentThread(), asked);
    assertEquals("kernel", asked.getName());
  }

  @Test
  void whatIsBoundIsInjected() {
    var injector = Wiring.injector(binder -> binder.bind(String.class).toInstance("bound"));
    assertEquals("bound", injector.getInstance(String.class));
  }
}
