package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever jcr process is killed with SIGKILL, and whenever: after `jcr gc` the host is as before.
/// That it is, [WithJcr] looks at after each test.
@WithJcr(ownJava = true)
class KillIT {
  private static final int RUNS = 12;
  private static final long SEED = 4_711;
  private static final String[] OPTIONS = {
    "--net=veth:nat", "--limit=memory:100M", "--limit=pids:50", "--tmpfs=/mnt"
  };

  /// Who is killed.
  enum Victim {
    SUPERVISOR {
      @Override
      List<Proc> of(Started jcr) {
        return List.of(jcr.proc());
      }
    },
    JAVA {
      @Override
      List<Proc> of(Started jcr) {
        return jcr.java().stream().toList();
      }
    },
    CONTAINER {
      @Override
      List<Proc> of(Started jcr) {
        return jcr.contained().stream().toList();
      }
    },
    ALL {
      @Override
      List<Proc> of(Started jcr) {
        List<Proc> all = new ArrayList<>(SUPERVISOR.of(jcr));
        all.addAll(jcr.proc().children());
        return all;
      }
    };

    abstract List<Proc> of(Started jcr);

    void kill(Started jcr) {
      of(jcr).forEach(process -> LibC.kill(process.pid(), LibC.SIGKILL));
    }
  }

  private static Started start(Jcr jcr, String... command) {
    List<String> arguments = new ArrayList<>(List.of(OPTIONS));
    arguments.add("--");
    arguments.addAll(List.of(command));
    return jcr.start(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(Victim.class)
  void atRandomMomentsOfTheStart(Victim victim, Jcr jcr) {
    long begin = System.nanoTime();
    start(jcr, "true").awaitEnd().succeeded();
    long span = System.nanoTime() - begin;
    Random random = new Random(SEED + victim.name().hashCode());
    for (int i = 0; i < RUNS; i++) {
      try (Started run = start(jcr, "sleep", "1000")) {
        LockSupport.parkNanos((long) (random.nextDouble() * span));
        victim.kill(run);
        // When the victim was not there yet, or no more, the run goes on.
        LibC.kill(run.proc().pid(), LibC.SIGTERM);
        run.awaitEnd();
      }
    }
    jcr.gc();
  }

  @ParameterizedTest
  @EnumSource(names = "JAVA", mode = EnumSource.Mode.EXCLUDE)
  void whileTheContainerRuns(Victim victim, Jcr jcr) {
    try (Started run = start(jcr, "sig-print")) {
      run.awaitLine("ready.*");
      Proc container = run.container();
      victim.kill(run);

      run.awaitEnd().exited(137);
      Await.until("the container's process has ended", () -> !container.isAlive());
    }
    jcr.gc();
  }

  @Test
  void theJvmAsSoonAsItIsThere(Jcr jcr) {
    try (Started run = start(jcr, "sig-print")) {
      Proc java = Await.value("the JVM is there", run::java);
      LibC.kill(java.pid(), LibC.SIGKILL);

      assertEquals("", run.awaitEnd().exited(137).output());
    }
  }

  /// No gc is needed when the supervisor has seen it.
  @Test
  void theJvmWhenItHasChangedTheHost(Jcr jcr) {
    try (Started run =
        jcr.start("--net=veth", "--name", "halfway", "--limit=pids:9", "--", "sig-print")) {
      Await.until("the journal is there", () -> Files.exists(Jcr.state("halfway").resolve("undo")));
      run.java().ifPresent(java -> LibC.kill(java.pid(), LibC.SIGKILL));
      run.signal(LibC.SIGTERM);

      run.awaitEnd();
      assertFalse(Files.exists(Jcr.state("halfway")));
    }
  }

  @Test
  void gcSaysThatAKeptContainerStays(Jcr jcr) {
    try (Detached kept = Detached.offline(jcr, "lost-kept", "--", "sleep", "600")) {
      LibC.kill(kept.supervisor().pid(), LibC.SIGKILL);
      assertTrue(
          jcr.gc()
              .lines()
              .contains(
                  "undid what container lost-kept had left, whose supervisor was killed; it is kept"
                      + " (jcr start or jcr rm)"));
      assertTrue(Files.exists(Jcr.state("lost-kept")));
    }
  }

  @Test
  void gcSaysWhatItRemoved(Jcr jcr) {
    try (Started run = jcr.start("--net=none", "--name", "lost", "--", "sig-print")) {
      run.awaitLine("ready.*");
      Proc container = run.container();
      run.signal(LibC.SIGKILL);
      run.awaitEnd().exited(137);
      Await.until("the container's process has ended", () -> !container.isAlive());
    }
    assertTrue(Files.exists(Jcr.state("lost")));

    assertTrue(jcr.gc().lines().contains("removed container lost"));
    assertFalse(Files.exists(Jcr.state("lost")));
  }

  @Test
  void gcLeavesTheLivingAlone(Jcr jcr) {
    try (Started run = jcr.start("--net=veth", "--name", "living", "--", "sig-print")) {
      run.awaitLine("ready.*");
      Proc container = run.container();

      assertFalse(jcr.gc().output().contains("living"));
      assertTrue(container.isAlive());
      assertTrue(Files.exists(Jcr.state("living")));
    }
  }

  @Test
  void theNextRunRemovesWhatIsLeftToo(Jcr jcr) {
    try (Started run = jcr.start("--net=none", "--name", "lost", "--", "sig-print")) {
      run.awaitLine("ready.*");
      run.container();
      run.signal(LibC.SIGKILL);
      run.awaitEnd().exited(137);
    }
    jcr.inside("--net=none", "--name", "lost", "--", "true");
  }

  /// Two at once must not undo the same twice, nor leave it to each other.
  @Test
  void twoCollectorsAtOnce(Jcr jcr) {
    for (int i = 0; i < 3; i++) {
      try (Started run = start(jcr, "sig-print")) {
        run.awaitLine("ready.*");
        run.container();
        run.signal(LibC.SIGKILL);
        run.awaitEnd();
      }
    }
    try (Started one = jcr.launch(jcr.command("gc"));
        Started two = jcr.launch(jcr.command("gc"))) {
      one.awaitEnd().succeeded();
      two.awaitEnd().succeeded();
    }
  }

  @Test
  void aContainerThatForksWhileItIsKilledIsGone(Jcr jcr) {
    try (Started run =
        jcr.start("--net=none", "--limit=pids:64", "--", "forkbomb", "--hold", "1000")) {
      run.awaitLine("forked .*");
      Proc container = run.container();
      Optional<String> identity = container.identity();
      Victim.ALL.kill(run);
      run.awaitEnd().exited(137);
      assertTrue(identity.isPresent());
    }
    jcr.gc();
  }
}
