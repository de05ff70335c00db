package io.jcr.plugins.bench.subject;

import io.jcr.api.JcrException;
import io.jcr.api.UnsupportedException;
import io.jcr.api.UsageException;
import io.jcr.plugins.bench.vm.VmNetworkKind;
import io.jcr.plugins.bench.vm.VmSubject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The subjects of one bench: those that can be measured here, and why the others cannot.
public final class Subjects implements AutoCloseable {
  /// A subject that runs here, and the suites that measure it.
  ///
  /// @param observed the resources that its kernel reports
  /// @param probe how long an instance took that does next to nothing
  public record Measured(SubjectSpec spec, Subject subject, Resources observed, Duration probe) {}

  /// A subject that does not.
  public record NotMeasured(String name, String reason) {}

  private static final Duration PROBE = Duration.ofSeconds(60);

  private final Workplace workplace;
  private final Resources common;
  private final List<Measured> measured = new ArrayList<>();
  private final List<NotMeasured> notMeasured = new ArrayList<>();
  private @Nullable VmSubject machines;
  private @Nullable String machinesFailed;

  private Subjects(Workplace workplace, Resources common) {
    this.workplace = workplace;
    this.common = common;
  }

  /// Opens them, starting with bare and bare-again.
  public static Subjects open(
      List<SubjectSpec> specs, Workplace workplace, int cpus, long memoryBytes)
      throws IOException, InterruptedException {
    Resources common = new Resources(cpus, memoryBytes, workplace.storage());
    Subjects subjects = new Subjects(workplace, common);
    List<SubjectSpec> all = withBareTwice(specs);
    for (SubjectSpec spec : all) {
      subjects.add(spec);
    }
    return subjects;
  }

  private static List<SubjectSpec> withBareTwice(List<SubjectSpec> specs) {
    Map<String, SubjectSpec> all = new LinkedHashMap<>();
    SubjectSpec bare = new SubjectSpec("bare", Map.of(), java.util.Set.of());
    Map<String, String> limits =
        specs.stream()
            .filter(spec -> spec.name().equals("bare"))
            .map(SubjectSpec::options)
            .findFirst()
            .orElse(bare.options());
    all.put("bare", new SubjectSpec("bare", limits, bare.suites()));
    all.put(SubjectSpec.AGAIN, new SubjectSpec(SubjectSpec.AGAIN, limits, bare.suites()));
    specs.stream()
        .filter(spec -> !spec.name().equals("bare"))
        .forEach(spec -> all.put(spec.text(), spec));
    return List.copyOf(all.values());
  }

  /// Rejects subjects that would not have the same resources.
  ///
  /// @throws UsageException with the first that differs
  public static void refuseUnequal(List<SubjectSpec> specs, int cpus, long memoryBytes) {
    Resources common = new Resources(cpus, memoryBytes, "the same");
    Map<String, Resources> wanted = new LinkedHashMap<>();
    withBareTwice(specs).forEach(spec -> wanted.put(spec.text(), resources(spec, common)));
    Map.Entry<String, Resources> first = wanted.entrySet().iterator().next();
    wanted.forEach((name, resources) -> {
      if (!resources.equals(first.getValue())) {
        throw new UsageException(
            String.format(
                "unequal resources cannot be compared: %s has %s, but %s has %s (set the same"
                    + " for all with --cpus and --memory)",
                name, resources.text(), first.getKey(), first.getValue().text()));
      }
    });
  }

  private static Resources resources(SubjectSpec spec, Resources common) {
    String cpus = spec.options().get("cpus");
    String memory = spec.options().get("memory");
    return new Resources(
        cpus == null ? common.cpus() : Amount.cpus(cpus),
        memory == null ? common.memoryBytes() : Amount.bytes(memory),
        common.storage());
  }

  private void add(SubjectSpec spec) throws IOException, InterruptedException {
    try {
      Subject subject = make(spec);
      try {
        Duration probe = probe(subject);
        measured.add(new Measured(spec, subject, checked(spec, subject), probe));
      } catch (JcrException | IOException e) {
        subject.close();
        throw e;
      }
    } catch (JcrException | IOException e) {
      if (e instanceof UsageException usage) {
        throw usage;
      }
      notMeasured.add(new NotMeasured(spec.text(), String.valueOf(e.getMessage())));
    }
  }

  private static Resources checked(SubjectSpec spec, Subject subject)
      throws IOException, InterruptedException {
    Resources observed = subject.observed();
    if (!equal(observed, subject.resources())) {
      throw new UnsupportedException(
          spec.text(),
          "it got " + observed.text() + " instead of " + subject.resources().text(),
          "unequal resources are not compared");
    }
    return observed;
  }

  /// Kernels round limits to pages.
  private static boolean equal(Resources one, Resources other) {
    return Math.abs(one.cpus() - other.cpus()) < 0.01
        && Math.abs(one.memoryBytes() - other.memoryBytes()) < 1 << 16
        && one.storage().equals(other.storage());
  }

  private Subject make(SubjectSpec spec) throws IOException, InterruptedException {
    Resources resources = resources(spec, common);
    if (spec.name().equals("vm")) {
      return virtualMachines(spec, resources);
    }
    ProcessSubject subject = new ProcessSubject(launcher(spec, resources), workplace, resources);
    subject.prepare();
    return subject;
  }

  private Launcher launcher(SubjectSpec spec, Resources resources) {
    Map<String, String> backends = new LinkedHashMap<>(spec.options());
    backends.keySet().removeAll(List.of("cpus", "memory"));
    String id = new SubjectSpec("jcr", backends, spec.suites()).text();
    boolean resident = SubjectSpec.ALWAYS.equals(backends.remove(SubjectSpec.DAEMON));
    return switch (spec.name()) {
      case "bare" -> new BareLauncher("bare", "bare", workplace, resources);
      case SubjectSpec.AGAIN ->
          new BareLauncher(spec.name(), "bare again (A/A)", workplace, resources);
      case "jcr" -> new JcrLauncher(id, backends, resident, workplace, resources);
      case "runc", "crun" -> new OciLauncher(spec.name(), workplace, resources);
      case "bwrap" -> new PeerLauncher(PeerLauncher.Kind.BWRAP, workplace, resources);
      case "systemd-nspawn" -> new PeerLauncher(PeerLauncher.Kind.NSPAWN, workplace, resources);
      case "podman" -> new PeerLauncher(PeerLauncher.Kind.PODMAN, workplace, resources);
      case "lxc" -> new PeerLauncher(PeerLauncher.Kind.LXC, workplace, resources);
      default -> throw new UsageException("unknown subject '" + spec.name() + "'");
    };
  }

  private Subject virtualMachines(SubjectSpec spec, Resources resources)
      throws IOException, InterruptedException {
    String network = spec.options().getOrDefault("net", "none");
    VmNetworkKind kind =
        switch (network) {
          case "none" -> VmNetworkKind.NONE;
          case "tap" -> VmNetworkKind.TAP;
          case "user" -> VmNetworkKind.USER;
          default ->
              throw new UsageException(
                  "--subject="
                      + spec.text()
                      + ": net="
                      + network
                      + ": choose from none, tap, user");
        };
    return new VirtualMachines(machines(), kind, resources, workplace);
  }

  /// Opening them boots one as a test, so this is done once for all.
  private VmSubject machines() throws IOException, InterruptedException {
    if (machinesFailed != null) {
      throw new UnsupportedException("vm", machinesFailed, "see above");
    }
    if (machines == null) {
      try {
        VmSubject opened = VmSubject.open(workplace.rootfs(), Workplace.CACHE);
        workplace.tidy().add(opened::close);
        machines = opened;
      } catch (JcrException e) {
        machinesFailed = String.valueOf(e.getMessage());
        throw e;
      }
    }
    return machines;
  }

  private static Duration probe(Subject subject) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Job job = new Job(List.of(subject.path("usr/local/bin/boot-mark")), PROBE);
    Outcome outcome = subject.run(job);
    if (outcome.status() != 0 || !outcome.stdout().contains("boot-mark ")) {
      throw new UnsupportedException(
          subject.id(), outcome.complaint(), "it must run boot-mark to be measured");
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /// In the order in which they were named.
  public List<Measured> measured() {
    return List.copyOf(measured);
  }

  /// How long an instance of each took that does next to nothing, by the subject's id.
  public Map<String, Duration> probes() {
    return measured.stream()
        .collect(Collectors.toMap(each -> each.subject().id(), Measured::probe, (a, b) -> a));
  }

  /// Why the others are missing.
  public List<NotMeasured> notMeasured() {
    return List.copyOf(notMeasured);
  }

  /// What virtual machines consist of, if there are any.
  public Optional<String> machineDescription() {
    return Optional.ofNullable(machines).map(VmSubject::description);
  }

  @Override
  public void close() {
    for (Measured each : measured.reversed()) {
      each.subject().close();
    }
    if (machines != null) {
      machines.close();
    }
  }
}
