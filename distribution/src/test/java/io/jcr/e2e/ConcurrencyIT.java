package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Many who use jcr at the same moment. That nothing is left is seen by [WithJcr].
@WithJcr
class ConcurrencyIT {
  private static final int AT_ONCE = 64;
  private static final int SHELLS = 8;
  private static final long SEED = 20_261_128;
  private static final Duration CHURN = Duration.ofSeconds(20);

  @Test
  void allRunsAtOnceSucceedWithNamesAndAddressesOfTheirOwn(Jcr jcr) {
    List<Started> all = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      all.add(
          jcr.start(
              "--net=veth",
              "--",
              "sh",
              "-c",
              "echo $(hostname) $(ip -4 -o addr show eth0 | sed 's/.*inet //; s/ .*//'); cat"));
    }
    Set<String> names = new HashSet<>();
    Set<String> addresses = new HashSet<>();
    for (Started one : all) {
      String[] words = one.awaitLine("[-\\w]+ [0-9.]+/16").split(" ", -1);
      names.add(words[0]);
      addresses.add(words[1]);
    }
    all.forEach(Started::closeInput);
    all.forEach(one -> one.awaitEnd().succeeded());
    assertEquals(AT_ONCE, names.size());
    assertEquals(AT_ONCE, addresses.size());
  }

  /// One who types commands about containers of his own; only he knows their names, so he knows
  /// which there must be.
  private static final class Shell implements Callable<Set<String>> {
    private final Jcr jcr = Jcr.built();
    private final int number;
    private final Random random;
    private final Set<String> mine = new TreeSet<>();

    Shell(int number) {
      this.number = number;
      this.random = new Random(SEED + number);
    }

    @Override
    public Set<String> call() {
      long end = System.nanoTime() + CHURN.toNanos();
      while (System.nanoTime() < end) {
        String name = "churn-" + number + "-" + random.nextInt(3);
        switch (random.nextInt(8)) {
          case 0, 1 -> run(name);
          case 2 -> jcr.call("exec", name, "true");
          case 3 -> jcr.call("stop", "-t", "1", name);
          case 4 -> remove(name);
          case 5 -> jcr.gc();
          case 6 -> jcr.call("ps", "-a").succeeded();
          default -> kill(name + "-killed");
        }
      }
      return mine;
    }

    /// It fails when there is one of this name, and for no other reason.
    private void run(String name) {
      jcr.run("-d", "--net=veth", "--name=" + name, "--", "sleep", "1000")
          .exited(mine.contains(name) ? 2 : 0);
      mine.add(name);
    }

    private void remove(String name) {
      Result removed = jcr.call("rm", "-f", name);
      if (mine.remove(name)) {
        removed.exited(0);
      }
    }

    /// Kills the one that is waited for, at any moment between its start and its end.
    private void kill(String name) {
      Started run = jcr.start("-d", "--rm", "--net=veth", "--name=" + name, "--", "sleep", "1000");
      run.endsWithin(Duration.ofMillis(random.nextInt(900)));
      if (run.isAlive()) {
        run.signal(LibC.SIGKILL);
      }
      run.awaitEnd();
    }
  }

  @Test
  void noContainerIsLostAndNoAddressHadTwice(Jcr jcr) throws Exception {
    Set<String> expected = new TreeSet<>();
    try (ExecutorService shells = Executors.newFixedThreadPool(SHELLS)) {
      List<Future<Set<String>>> running = new ArrayList<>();
      for (int i = 0; i < SHELLS; i++) {
        running.add(shells.submit(new Shell(i)));
      }
      for (Future<Set<String>> one : running) {
        expected.addAll(one.get());
      }
      Set<String> found = new TreeSet<>(names(jcr));
      found.removeIf(name -> name.endsWith("-killed"));
      assertEquals(expected, found);
      requireDifferentAddresses(jcr);
    } catch (ExecutionException e) {
      throw new AssertionError("a shell failed", e);
    } finally {
      names(jcr).forEach(name -> jcr.call("rm", "-f", name));
      jcr.gc();
    }
    assertEquals(List.of(), names(jcr));
  }

  private static List<String> names(Jcr jcr) {
    return rows(jcr, "ps", "-a").map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList();
  }

  private static Stream<String> rows(Jcr jcr, String... ps) {
    return jcr.call(ps).exited(0).lines().stream().filter(line -> line.contains(" churn-"));
  }

  private static void requireDifferentAddresses(Jcr jcr) {
    List<String> addresses =
        rows(jcr, "ps").map(line -> line.replaceFirst(".* veth +([0-9./]+).*", "$1")).toList();
    assertEquals(new HashSet<>(addresses).size(), addresses.size(), addresses::toString);
  }
}
