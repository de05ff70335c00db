package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Line;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.model.View;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.ProgramWatch;
import io.jcr.plugins.demo.stage.Shell;
import io.jcr.plugins.demo.stage.Stage;
import io.jcr.plugins.demo.stage.TracedCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// jcr uses no existing runtime: shows the system calls that jcr makes itself and the programs that
/// it starts.
record SystemCallsScene() implements Scene {
  /// Runtimes, and tools that could build a container without one.
  private static final Set<String> OTHERS =
      Set.of(
          "docker",
          "dockerd",
          "containerd",
          "containerd-shim-runc-v2",
          "runc",
          "crun",
          "youki",
          "podman",
          "conmon",
          "buildah",
          "lxc-start",
          "lxc-execute",
          "lxd",
          "incus",
          "systemd-nspawn",
          "systemd-run",
          "bwrap",
          "nsjail",
          "firejail",
          "minijail0",
          "unshare",
          "nsenter",
          "chroot",
          "mount",
          "umount",
          "pivot_root",
          "ip",
          "iptables",
          "nft",
          "cgexec",
          "hostname",
          "capsh",
          "setpriv");

  /// Operations, as the trace names them.
  private static final Set<String> MAKES_PROCESS = Set.of("Clone", "Unshare", "Setns");

  private static final Set<String> MAKES_ROOT = Set.of("PivotRoot", "Chroot");

  private static final Set<String> SHOWN =
      Set.of(
          "Clone",
          "Unshare",
          "Setns",
          "createCgroup",
          "MountOp",
          "PivotRoot",
          "Chroot",
          "Sethostname",
          "Capset",
          "Seccomp",
          "Execve");

  @Override
  public String name() {
    return "system-calls";
  }

  @Override
  public String title() {
    return "no other runtime is used";
  }

  @Override
  public String sentence() {
    return "jcr calls the kernel itself: --trace shows the system calls. With an empty"
        + " environment it cannot find another program by name, and none runs.";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.deciding(
            "the trace shows how the namespaces and the root file system are created",
            seen ->
                did(seen, MAKES_PROCESS) && did(seen, MAKES_ROOT) && did(seen, Set.of("Execve")),
            "number of calls"),
        Claim.deciding(
            "no other runtime runs, nor a tool to build one from",
            seen -> seen.has("programs") && others(seen).isEmpty(),
            "programs"),
        Claim.also(
            "jcr and its container run with an empty environment",
            seen -> seen.fact("says").contains("it runs"),
            "says"));
  }

  private static boolean did(Observation seen, Set<String> operations) {
    return seen.fact("operations").lines().anyMatch(operations::contains);
  }

  private static List<String> others(Observation seen) {
    return seen.fact("programs")
        .lines()
        .map(program -> program.replaceFirst(" \\(deleted\\)$", "").replaceFirst(".*/", ""))
        .filter(OTHERS::contains)
        .toList();
  }

  @Override
  public Picture picture() {
    return new Picture.Calls("calls");
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    Path jcr = stage.jcr().home().resolve("bin/jcr");
    String options =
        String.join(" ", stage.backends().applyTo(List.of("--hostname=box", "--limit=pids:32")));
    Path trace = stage.directory().resolve("trace.json");
    String run =
        "env -i " + jcr + " run --trace=" + trace + " " + options + " -- /bin/echo it runs";
    Observation traced = look(stage, "jcr", run, trace);
    // The watch must notice a runtime if there is one, so run a stand-in with that name.
    Shell maker = stage.host();
    Path standIn = stage.directory().resolve("runc");
    maker.type("cp " + stage.programs().resolve("cpuhog") + " " + standIn);
    Observation control = look(stage, "without", standIn + " --seconds 0.5", null);
    return new Evidence(List.of(traced, control.as("without", true)));
  }

  private static Observation look(Stage stage, String way, String command, @Nullable Path trace)
      throws IOException, InterruptedException, CannotBeShown {
    Shell host = stage.host();
    Set<String> programs;
    Shell.Said said;
    try (ProgramWatch watch = ProgramWatch.of(host)) {
      said = host.type(command);
      programs = watch.programs();
    }
    if (trace != null && said.status() != 0) {
      throw new CannotBeShown(command + ": " + String.join("; ", said.lines()));
    }
    List<TracedCall> calls = trace == null ? List.of() : TracedCall.read(trace);
    List<String> interesting =
        calls.stream()
            .filter(call -> SHOWN.contains(call.operation()))
            .map(TracedCall::text)
            .toList();
    String says =
        String.join(" ", said.lines().stream().filter(line -> line.equals("it runs")).toList());
    return new Observation(
        way,
        false,
        List.of(command),
        List.of(
            view("system calls (" + interesting.size() + " of " + calls.size() + ")", interesting),
            view("programs seen on the host", List.copyOf(programs))),
        Map.of(
            "calls", lines(calls, TracedCall::text),
            "operations", lines(calls, TracedCall::operation),
            "number of calls", Integer.toString(calls.size()),
            "programs", String.join("\n", programs),
            "says", says));
  }

  private static String lines(List<TracedCall> calls, Function<TracedCall, String> text) {
    return calls.stream().map(text).collect(Collectors.joining("\n"));
  }

  private static View view(String title, List<String> lines) {
    return new View(title, "", lines.stream().map(Line::said).toList());
  }
}
