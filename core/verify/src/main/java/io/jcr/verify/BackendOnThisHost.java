package io.jcr.verify;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jcr.spi.BackendOption;
import io.jcr.spi.ResourceLimiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/// A backend that says that it works here, on the real host: containers run, and what was done for
/// them is undone.
@ExtendWith(SubjectParameter.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BackendOnThisHost {
  private static final int ATTEMPTS = 3;

  private final Subject subject;

  BackendOnThisHost(Subject subject) {
    this.subject = subject;
  }

  @Test
  @Order(1)
  void itSaysThatItWorksAndAContainerRuns() throws Exception {
    assertNothingComes(() -> {
      JcrRun run = JcrRun.run(subject, subject.words(), "--", "/bin/echo", "it runs");
      assertEquals(0, run.await(), run::errors);
      assertEquals("it runs", run.output());
    });
    assertNothingLeft();
  }

  @Test
  @Order(2)
  void aContainerRunsWithEachExampleOfItsOptions() throws Exception {
    for (BackendOption option : subject.backend().options()) {
      if (!option.example().isEmpty()) {
        Map<String, String> options = new LinkedHashMap<>(subject.options());
        options.putAll(option.asExample());
        assertRuns(subject.with(options).words());
      }
    }
    if (subject.backend() instanceof ResourceLimiter limiter) {
      for (BackendOption limit : limiter.ownLimits()) {
        if (!limit.example().isEmpty() && !limit.required()) {
          List<String> words = new ArrayList<>(subject.words());
          words.add("--limit=" + limit.key() + ":" + limit.example());
          assertRuns(words);
        }
      }
    }
    assertNothingLeft();
  }

  private void assertRuns(List<String> words) throws Exception {
    JcrRun run = JcrRun.run(subject, words, "--", "/bin/true");
    assertEquals(0, run.await(), () -> words + ": " + run.errors());
  }

  @Test
  @Order(3)
  void aDryRunChangesNothing() throws Exception {
    assertNothingComes(() -> {
      JcrRun run = JcrRun.run(subject, subject.words(), "--dry-run", "--", "/bin/true");
      assertEquals(0, run.await(), run::errors);
    });
    assertNothingLeft();
  }

  @Test
  @Order(4)
  void twoContainersRunAtOnce() throws Exception {
    String[] command = {"--", "/bin/sh", "-c", "echo up; read end; exit 7"};
    JcrRun one = JcrRun.run(subject, subject.words(), command);
    JcrRun two = JcrRun.run(subject, subject.words(), command);
    try {
      one.awaitOutput("up");
      two.awaitOutput("up");
      assertEquals(7, one.await(), one::errors);
      assertEquals(7, two.await(), two::errors);
    } finally {
      one.stop();
      two.stop();
    }
    assertNothingLeft();
  }

  @Test
  @Order(5)
  void whatItPreparesIsUndone() throws Exception {
    try (Neighbour neighbour = Neighbour.start(subject)) {
      HostTrial trial = new HostTrial(subject, neighbour.pid());
      assertNothingComes(() -> {
        HostTrial.Outcome outcome = trial.run(0);
        assertEquals("", outcome.failure(), "it prepares a container");
        assertEquals(List.of(), outcome.leftOnce(), "left after the undo");
      });
    }
  }

  @Test
  @Order(6)
  void undoneTwiceIsUndoneOnce() throws Exception {
    try (Neighbour neighbour = Neighbour.start(subject)) {
      HostTrial.Outcome outcome = new HostTrial(subject, neighbour.pid()).run(0);
      assertEquals(List.of(), outcome.leftTwice());
      assertEquals("", outcome.said(), "jcr-init has nothing to say");
    }
  }

  @Test
  @Order(7)
  void whenAnyStepFailsTheStepsBeforeAreUndone() throws Exception {
    try (Neighbour neighbour = Neighbour.start(subject)) {
      HostTrial trial = new HostTrial(subject, neighbour.pid());
      List<String> steps = trial.run(0).changes();
      assertAll(
          IntStream.rangeClosed(1, steps.size())
              .mapToObj(n ->
                  () -> {
                    HostTrial.Outcome outcome = trial.run(n);
                    String step =
                        "step " + n + " of " + steps.size() + " failed: " + steps.get(n - 1);
                    assertFalse(outcome.failure().isEmpty(), step + ": it does not say so");
                    assertEquals(List.of(), outcome.leftOnce(), step);
                  }));
    }
  }

  /// Its containers' directories are gone.
  private void assertNothingLeft() throws IOException {
    Path containers = JcrRun.stateRoot(subject).resolve("containers");
    if (Files.isDirectory(containers)) {
      try (Stream<Path> left = Files.list(containers)) {
        assertEquals(List.of(), left.toList(), "directories of containers that have ended");
      }
    }
  }

  private interface Attempt {
    void run() throws Exception;
  }

  /// The host is as it was. Other programs may change it meanwhile; what an attempt leaves, it
  /// leaves each time.
  private static void assertNothingComes(Attempt attempt) throws Exception {
    List<String> changes = List.of();
    for (int times = 0; times < ATTEMPTS; times++) {
      SeenHost before = SeenHost.now();
      attempt.run();
      changes = before.stayed();
      if (changes.isEmpty()) {
        return;
      }
    }
    assertEquals(List.of(), changes, "left on the host");
  }
}
