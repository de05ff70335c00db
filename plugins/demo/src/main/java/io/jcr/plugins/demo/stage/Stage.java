package io.jcr.plugins.demo.stage;

import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.plugins.demo.stage.Shell.Said;
import io.jcr.spi.CommandContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Where one scene is played. Closing it ends everything that the scene has started.
public final class Stage implements AutoCloseable {
  private static final long STATE_LIMIT = TimeUnit.SECONDS.toNanos(20);

  private final CommandContext jcr;
  private final Backends backends;
  private final Workshop workshop;
  private final Troupe troupe;
  private final Path root;
  private final Path cache;
  private final List<Shell> open = new ArrayList<>();

  /// @param jcr the jcr to show
  /// @param backends what the user wants instead of the scenes' own backends
  /// @param workshop names and a directory
  /// @param troupe knows the open shells
  /// @param root where jcr keeps its state
  /// @param cache where it keeps what took long to create
  public Stage(
      CommandContext jcr,
      Backends backends,
      Workshop workshop,
      Troupe troupe,
      Path root,
      Path cache) {
    this.jcr = jcr;
    this.backends = backends;
    this.workshop = workshop;
    this.troupe = troupe;
    this.root = root;
    this.cache = cache;
  }

  /// The jcr to show.
  public CommandContext jcr() {
    return jcr;
  }

  /// What the user wants instead of the scenes' own backends.
  public Backends backends() {
    return backends;
  }

  /// A directory for this demo alone.
  public Path directory() {
    return workshop.directory();
  }

  /// Starts a container with a shell in it. Returns immediately; what is typed waits.
  ///
  /// @param role names it
  public Container container(String role, String... options)
      throws IOException, InterruptedException {
    return run(role, backends.applyTo(List.of(options)));
  }

  /// Starts a container whose options the user's do not replace, such as that of a negative
  /// control.
  public Container containerExactly(String role, String... options)
      throws IOException, InterruptedException {
    return run(role, backends.addTo(List.of(options)));
  }

  private Container run(String role, List<String> options)
      throws IOException, InterruptedException {
    String name = nameOf(role);
    List<String> arguments = new ArrayList<>(List.of("run", "--name=" + name));
    arguments.addAll(options);
    ProcessBuilder builder = jcr.jcr(arguments).redirectErrorStream(true);
    Shell shell = enlist("in " + name, "#", builder);
    return new Container(name, "jcr " + String.join(" ", arguments), shell);
  }

  /// A prefix for names that no other demo uses.
  public String prefix() {
    return workshop.prefix();
  }

  /// The name of a container.
  public String nameOf(String role) {
    return workshop.prefix() + "-" + role;
  }

  /// A shell on the host that finds jcr and its programs.
  public Shell host() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh").redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("PATH", hostPrograms().path() + ":" + searchPath());
    environment.put("LC_ALL", "C.UTF-8");
    return enlist("on the host", "$", builder);
  }

  private static HostPrograms hostPrograms() {
    return new HostPrograms(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"))
        .withThoseOfRoot();
  }

  /// Skips the scene when the host lacks programs that it types, and says what to install.
  ///
  /// @param packages the Debian package of each program
  public void require(Map<String, String> packages) throws Skipped {
    hostPrograms().require(packages);
  }

  /// A Debian root file system, created in front of the user unless it already exists.
  ///
  /// @param maker a shell on the host
  public DebianRoot debian(Shell maker) throws IOException, InterruptedException, CannotBeShown {
    String osRelease = jcr.facts().read(Path.of("/etc/os-release")).orElse("");
    DebianRoot debian = DebianRoot.of(cache, osRelease);
    debian.make(this, maker);
    return debian;
  }

  /// Records, before a scene creates something on the host, how to undo it: a /bin/sh command that
  /// may run twice and prints nothing when there is nothing to undo. It runs when the scene is
  /// over, however it ends.
  public void undoLater(String command) throws IOException {
    workshop.undoLater(command);
  }

  /// What must be in the host's PATH so that the shown commands can be typed.
  public String searchPath() {
    return jcr.home().resolve("bin") + ":" + programs();
  }

  /// Where the host finds the programs of the bundled root file system.
  public Path programs() {
    return jcr.home().resolve("rootfs/usr/local/bin");
  }

  private Shell enlist(String title, String prompt, ProcessBuilder builder)
      throws IOException, InterruptedException {
    Shell shell = troupe.enlist(() -> new Shell(title, prompt, builder.start()));
    open.add(shell);
    return shell;
  }

  /// Where the host can read about a container.
  public Path stateOf(Container container) {
    return root.resolve("containers").resolve(container.name()).resolve("state.json");
  }

  /// The PID of a container's shell on the host, found the way a user would.
  public String pidOf(Container container, Shell host)
      throws IOException, InterruptedException, CannotBeShown {
    awaitState(container);
    Said said = host.type("grep '\"pid\"' " + stateOf(container));
    return said.text().replaceAll("\\D", "");
  }

  /// What a backend recorded about a container, such as its `address`; empty when it did not.
  public String annotation(Container container, String name)
      throws IOException, InterruptedException, CannotBeShown {
    Map<?, ?> state = awaitState(container);
    return state.get("annotations") instanceof Map<?, ?> annotations
            && annotations.get(name) instanceof String value
        ? value
        : "";
  }

  /// jcr rewrites the file when the container runs. The container is in its cgroups only once its
  /// shell answers.
  private Map<?, ?> awaitState(Container container)
      throws IOException, InterruptedException, CannotBeShown {
    container.shell().awaitStart();
    long deadline = System.nanoTime() + STATE_LIMIT;
    Path file = stateOf(container);
    while (System.nanoTime() < deadline) {
      try {
        Map<?, ?> state = JSON.std.mapFrom(Files.readString(file));
        if ("running".equals(state.get("status"))) {
          return state;
        }
      } catch (NoSuchFileException e) {
        // not yet, or the container has ended: then the deadline expires
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new CannotBeShown(file + " does not show a running container");
  }

  /// A TCP port on which nobody listens: 7000, or one after it.
  public int freePort() throws CannotBeShown {
    for (int port = 7000; port < 7100; port++) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(port));
        return port;
      } catch (IOException e) {
        // EADDRINUSE: try the next one
      }
    }
    throw new CannotBeShown("all TCP ports from 7000 to 7099 are in use on the host");
  }

  /// An interrupt does not keep it from ending them.
  @Override
  public void close() throws IOException {
    open.forEach(Shell::leave);
    for (Shell shell : open.reversed()) {
      shell.awaitEnd();
      troupe.forget(shell);
    }
    open.clear();
    workshop.undo();
  }
}
