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

/// Where one scene is played. Closing it ends all that the scene has started.
public final class Stage implements AutoCloseable {
  private static final long STATE_LIMIT = TimeUnit.SECONDS.toNanos(20);

  private final CommandContext jcr;
  private final Backends backends;
  private final Workshop workshop;
  private final Troupe troupe;
  private final Path root;
  private final Path cache;
  private final List<Shell> open = new ArrayList<>();

  /// @param jcr the jcr that is shown
  /// @param backends what the user wants instead of the scenes' own backends
  /// @param workshop names and a directory
  /// @param troupe knows the shells that are open
  /// @param root where jcr keeps its state
  /// @param cache where it keeps what took long to make
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

  /// The jcr that is shown.
  public CommandContext jcr() {
    return jcr;
  }

  /// What the user wants instead of the scenes' own backends.
  public Backends backends() {
    return backends;
  }

  /// A directory of this demo's own.
  public Path directory() {
    return workshop.directory();
  }

  /// Starts a container with a shell in it. It returns at once; what is typed waits.
  ///
  /// @param role names it
  public Container container(String role, String... options)
      throws IOException, InterruptedException {
    return run(role, backends.applyTo(List.of(options)));
  }

  /// Starts a container whose options are not replaced by the user's, such as that of a negative
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

  /// What names begin with that no other demo gives.
  public String prefix() {
    return workshop.prefix();
  }

  /// The name of a container.
  public String nameOf(String role) {
    return workshop.prefix() + "-" + role;
  }

  /// A shell of the host, which finds jcr and its programs.
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

  /// A root file system of Debian, made before the eyes of the user unless it is there already.
  ///
  /// @param maker a shell of the host
  public DebianRoot debian(Shell maker) throws IOException, InterruptedException, CannotBeShown {
    String osRelease = jcr.facts().read(Path.of("/etc/os-release")).orElse("");
    DebianRoot debian = DebianRoot.of(cache, osRelease);
    debian.make(this, maker);
    return debian;
  }

  /// Writes down, before a scene makes something on the host, how that is undone: a command of
  /// /bin/sh that may run twice, and says nothing when there is nothing to undo. It runs when the
  /// scene is over, however it ends.
  public void undoLater(String command) throws IOException {
    workshop.undoLater(command);
  }

  /// What has to be in the host's PATH so that the commands that are shown can be typed.
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

  /// Where the host reads about a container.
  public Path stateOf(Container container) {
    return root.resolve("containers").resolve(container.name()).resolve("state.json");
  }

  /// The PID of a container's shell on the host, as its user finds it out.
  public String pidOf(Container container, Shell host)
      throws IOException, InterruptedException, CannotBeShown {
    awaitState(container);
    Said said = host.type("grep '\"pid\"' " + stateOf(container));
    return said.text().replaceAll("\\D", "");
  }

  /// What a backend has noted about a container, such as its `address`; empty when it has not.
  public String annotation(Container container, String name)
      throws IOException, InterruptedException, CannotBeShown {
    Map<?, ?> state = awaitState(container);
    return state.get("annotations") instanceof Map<?, ?> annotations
            && annotations.get(name) instanceof String value
        ? value
        : "";
  }

  /// jcr writes the file anew when the container runs. Only when its shell answers is it in its
  /// cgroups.
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
        // not yet, or the container has ended: then the deadline tells
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new CannotBeShown(file + " does not show a running container");
  }

  /// A TCP port that nobody listens at: 7000, or one after it.
  public int freePort() throws CannotBeShown {
    for (int port = 7000; port < 7100; port++) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.setReuseAddress(true);
        probe.bind(new InetSocketAddress(port));
        return port;
      } catch (IOException e) {
        // EADDRINUSE: the next one
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
