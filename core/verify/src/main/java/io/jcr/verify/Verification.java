package io.jcr.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.api.BackendChoice;
import io.jcr.api.JcrException;
import io.jcr.api.PluginException;
import io.jcr.api.UsageException;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.JarFindings;
import io.jcr.plugin.PluginService;
import io.jcr.plugin.verify.Check;
import io.jcr.plugin.verify.PluginVerifier;
import io.jcr.plugin.verify.VerifyRequest;
import io.jcr.spi.Backend;
import io.jcr.spi.HostFacts;
import io.jcr.spi.SpiTable;
import io.jcr.spi.Support;
import io.jcr.spi.contract.StubHostFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// All checks of a plugin, in the order of the report. Works on a copy of the jar, which no one can
/// change meanwhile.
public final class Verification implements PluginVerifier {
  /// Made by `ServiceLoader`.
  public Verification() {}

  /// What `--without` can name.
  private static final Set<String> CAPABILITIES =
      new TreeSet<>(
          Set.of(
              "entersByPivotRoot",
              "hasHelp",
              "keepsCPU",
              "keepsCPUSET",
              "keepsIO",
              "keepsMEMORY",
              "keepsPIDS",
              "leavesTheGivenRootAsItWas",
              "showsTheContainerItsCgroups"));

  @Override
  public void verify(VerifyRequest request, Consumer<Check> told) {
    for (String capability : request.without()) {
      if (!CAPABILITIES.contains(capability.substring(capability.indexOf(':') + 1))) {
        throw new UsageException(
            "--without="
                + capability
                + ": no such capability: choose from "
                + String.join(", ", CAPABILITIES));
      }
    }
    try (PluginCopy copy = PluginCopy.of(request)) {
      boolean loadable = request.isProgram() || isGoodJar(copy, told);
      Optional<String> distrust = distrust(request);
      if (distrust.isPresent()) {
        told.accept(Check.failed(request.group(), "root may run its code", distrust.get()));
      } else if (loadable) {
        services(request, copy, told);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isGoodJar(PluginCopy copy, Consumer<Check> told) {
    try {
      JarFindings found = JarFindings.of(copy.jar(), copy.libraries(), SpiTable.STANDARD);
      told.accept(Check.ok(JarChecks.GROUP, "it is a jar"));
      return JarChecks.pass(found, told);
    } catch (IOException e) {
      told.accept(Check.failed(JarChecks.GROUP, "it is a jar", String.valueOf(e.getMessage())));
      return false;
    }
  }

  /// Why root must not run its code.
  private static Optional<String> distrust(VerifyRequest request) {
    try {
      request.trust().require(request.jar());
      request.libraries().forEach(request.trust()::require);
      return Optional.empty();
    } catch (PluginException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void services(VerifyRequest request, PluginCopy copy, Consumer<Check> told) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    try {
      System.setOut(nowhere); // what the plugin prints is no part of the report
      System.setErr(nowhere);
      UntouchedHost host = UntouchedHost.of(request);
      VerifiedPlugin plugin = VerifiedPlugin.load(request, copy);
      List<VerifiedPlugin.Service> services = plugin.services(told);
      host.compare(request.group(), told);
      for (VerifiedPlugin.Service service : services) {
        verify(service, plugin.catalog(), copy.folder(), request, told);
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static void verify(
      VerifiedPlugin.Service service,
      BackendCatalog catalog,
      Path plugins,
      VerifyRequest request,
      Consumer<Check> told) {
    Kind kind = service.kind();
    PluginService found = service.found();
    BackendChoice choice = request.with().get(kind.option());
    Map<String, String> options =
        choice != null && choice.name().equals(found.name()) ? choice.options() : Map.of();
    HostFacts here = new LinuxHostFacts();
    Class<?> type = catalog.implementation(found, kind.type());
    Subject subject =
        new Subject(
            kind,
            type,
            spi -> catalog.makeAnew(found, spi),
            found.name(),
            found.qualified(),
            options,
            here,
            plugins,
            request);
    String group = kind.word() + " " + found.name();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(type.getClassLoader()); // where contracts look
      UntouchedHost host = UntouchedHost.of(request);
      contract(subject, group + ": contract", told);
      host.compare(group + ": contract", told);
      onThisHost(subject, group + ": this host", told);
    } catch (JcrException e) {
      told.accept(Check.failed(group, "it answers", String.valueOf(e.getMessage())));
    } catch (RuntimeException | LinkageError e) {
      told.accept(Check.failed(group, "it answers", e.toString()));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void contract(Subject subject, String group, Consumer<Check> told) {
    String name = "it keeps what its SPI promises";
    if (subject.kind() != Kind.COMMAND) {
      try {
        subject.backend().validate(subject.spec("c1"));
      } catch (JcrException e) {
        told.accept(Check.skipped(group, name, needs(subject, e)));
        return;
      }
      Optional<HostFacts> machine = machine(subject);
      if (machine.isEmpty()) {
        told.accept(
            Check.skipped(group, name, "it works on none of the machines known: " + no(subject)));
        return;
      }
      subject = subject.on(machine.get());
    }
    ContractRun.of(group, subject.kind().contract(), subject).forEach(told);
  }

  private static void onThisHost(Subject subject, String group, Consumer<Check> told) {
    String name = "it works here";
    if (!subject.request().privileged()) {
      told.accept(
          Check.skipped(group, name, "only root can run containers: sudo jcr plugins verify"));
      return;
    }
    if (subject.kind() != Kind.COMMAND) {
      if (!works(subject.backend(), subject.facts())) {
        told.accept(Check.skipped(group, name, "it says that it cannot: " + no(subject)));
        return;
      }
      try {
        subject.backend().validate(subject.spec("c1"));
      } catch (JcrException e) {
        told.accept(Check.skipped(group, name, needs(subject, e)));
        return;
      }
    }
    ContractRun.of(group, subject.kind().onThisHost(), subject).forEach(told);
  }

  private static String needs(Subject subject, JcrException refusal) {
    String selection = subject.kind().option() + "=" + subject.name();
    return "it refuses to run so ("
        + refusal.getMessage()
        + "): say what it needs by --with "
        + selection
        + ":KEY=VALUE";
  }

  /// This machine, if the backend works on it.
  private static Optional<HostFacts> machine(Subject subject) {
    return Stream.of(
            subject.facts(),
            StubHostFacts.root(),
            StubHostFacts.cgroupV2(),
            StubHostFacts.cgroupV1())
        .filter(machine -> works(subject.backend(), machine))
        .findFirst();
  }

  private static boolean works(Backend backend, HostFacts machine) {
    return backend.probe(machine) instanceof Support.Supported;
  }

  private static String no(Subject subject) {
    return subject.backend().probe(subject.facts())
            instanceof Support.Unsupported(String reason, String remedy)
        ? reason + " (" + remedy + ")"
        : "";
  }
}
