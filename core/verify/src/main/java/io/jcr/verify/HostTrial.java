package io.jcr.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.ContainerSpec;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.Backend;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.Namespace;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.ResourceLimiter;
import io.jcr.state.StateRoot;
import io.jcr.state.TrialContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.opentest4j.AssertionFailedError;

/// Has a backend prepare containers on the real host, with or without a failure, and has jcr-init
/// undo it.
final class HostTrial {
  private final Subject subject;
  private final long pid;
  private int count;

  /// @param pid a process in a network namespace of its own, for networks that attach
  HostTrial(Subject subject, long pid) {
    this.subject = subject;
    this.pid = pid;
  }

  /// What came of a preparation.
  ///
  /// @param changes what was asked for
  /// @param failure what it threw, or empty
  /// @param leftOnce what is left after the undo
  /// @param leftTwice what is left after the same undo again
  /// @param said what jcr-init said
  record Outcome(
      List<String> changes,
      String failure,
      List<Path> leftOnce,
      List<Path> leftTwice,
      String said) {}

  /// Prepares a container and undoes it.
  ///
  /// @param failing the number of the change that fails; 0 for none
  Outcome run(int failing) throws IOException, InterruptedException {
    StateRoot root = StateRoot.of(JcrRun.stateRoot(subject));
    // no other container of this machine has such a name
    String id = subject.request().work().getFileName() + "-" + count++;
    FaultyHost faulty = new FaultyHost(failing);
    Path again = subject.request().work().resolve(id + ".undo");
    String failure;
    Path journal;
    try (TrialContainer trial =
        TrialContainer.create(new FfmLibc(), new LinuxHostFacts(), root, id, faulty::before)) {
      journal = trial.journal();
      failure = prepare(id, trial.host());
    }
    Files.copy(journal, again, StandardCopyOption.REPLACE_EXISTING);
    String said = undo(journal);
    List<Path> once = faulty.left();
    said += undo(again);
    return new Outcome(faulty.changes(), failure, once, faulty.left(), said);
  }

  private String prepare(String id, Host host) {
    try {
      prepare(subject.backend(), subject.spec(id), host);
      return "";
    } catch (RuntimeException e) {
      return e.toString();
    }
  }

  private void prepare(Backend backend, ContainerSpec spec, Host host) {
    backend.validate(spec);
    switch (subject.kind()) {
      case NAMESPACE -> ((Namespace) backend).prepare(spec, host);
      case FILESYSTEM -> ((Filesystem) backend).prepare(spec, host);
      case LIMITER -> ((ResourceLimiter) backend).create(spec, host);
      case NETWORK -> {
        Network network = (Network) backend;
        NetworkPlan plan = network.prepare(spec, host);
        if (plan.attach()) {
          network.attach(spec, plan, pid, host);
        }
      }
      case COMMAND -> throw new IllegalStateException("a command prepares nothing");
    }
  }

  private String undo(Path journal) throws IOException, InterruptedException {
    Path init = subject.request().home().resolve("libexec/jcr-init");
    Process process =
        new ProcessBuilder(init.toString(), "undo", journal.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionFailedError("jcr-init undo: " + said);
    }
    return said;
  }
}
