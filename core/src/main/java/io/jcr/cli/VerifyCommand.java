package io.jcr.cli;

import io.jcr.api.BackendChoice;
import io.jcr.api.HostException;
import io.jcr.api.PluginException;
import io.jcr.api.UsageException;
import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.plugin.CallWatch;
import io.jcr.plugin.Trust;
import io.jcr.plugin.verify.Check;
import io.jcr.plugin.verify.PluginVerifier;
import io.jcr.plugin.verify.VerifyRequest;
import io.jcr.program.BackendProgram;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// `jcr plugins verify JAR`: whether a plugin keeps what its SPIs promise, as a report for its
/// author. Exit status 0 when every check passed, 1 when one failed.
final class VerifyCommand implements Callable<Integer> {
  private static final int A_CHECK_FAILED = 1;

  private final Session session;
  private final PluginOptions outer;
  private final HostOptions host;
  private boolean allowUntrusted;
  private @Nullable Path rootfs;
  private OutputFormat format = OutputFormat.TEXT;
  private List<String> with = List.of();
  private List<String> without = List.of();
  private List<String> words = List.of();

  /// @param session who calls
  /// @param outer the options of `jcr plugins`, of which --allow-untrusted-plugins means us too
  VerifyCommand(Session session, PluginOptions outer) {
    this.session = session;
    this.outer = outer;
    this.host = new HostOptions(session);
  }

  /// The command line of `jcr plugins verify`.
  CommandLine line() {
    OptionTable table =
        new OptionTable(
            "verify",
            this,
            "Checks a plugin jar (with its libraries in lib next to it), or a program jcr-backend-NAME or its folder: its contents, the contracts of its SPIs and, as root, whether it works on this host.");
    host.declare(table);
    return table
        .file(
            "--rootfs",
            "DIR",
            "Run containers of this directory (default: the bundled busybox, which it must have as well).",
            given -> rootfs = given)
        .values(
            "--with",
            "SPI=NAME:KEY=VALUE",
            "Options that a backend needs, such as net=mine:parent=eth1; repeatable.",
            given -> with = given)
        .values(
            "--without",
            "[NAME:]CAPABILITY",
            "A capability that a backend deliberately lacks, such as mine:entersByPivotRoot; repeatable.",
            given -> without = given)
        .choice(
            "--format",
            "text|json",
            "Output format (default: text).",
            OutputFormat.class,
            given -> format = given)
        .flag(
            "--allow-untrusted-plugins",
            "Run the jar's code as root even if users other than root can change the jar.",
            given -> allowUntrusted = given)
        .help()
        .words("JAR", "The plugin.", given -> words = given)
        .line();
  }

  @Override
  public Integer call() {
    Path jar = jar();
    Libc libc = new FfmLibc();
    boolean privileged = libc.geteuid() == 0;
    VerifyReport report = new VerifyReport(jar);
    try (VerifyWork work = VerifyWork.create(session, host.stateRoot(), privileged);
        VerifyWatch watch = new VerifyWatch(outer, libc, reason -> giveUp(report, work, reason))) {
      verifier().verify(request(jar, work.directory(), privileged, watch), report::add);
    } catch (IOException e) {
      throw new HostException("plugins verify: " + e);
    }
    return print(report);
  }

  private int print(VerifyReport report) {
    switch (format) {
      case TEXT -> report.printText(session.out());
      case JSON -> report.printJson(session.out());
    }
    return report.count(Check.Outcome.FAILED) == 0 ? 0 : A_CHECK_FAILED;
  }

  /// The plugin has ended the JVM, or does not return: the report says so, and ends there.
  private void giveUp(VerifyReport report, VerifyWork work, String reason) {
    report.add(Check.failed("the plugin", "it leaves jcr going", reason));
    int status = print(report);
    work.close();
    Main.end(session, status);
  }

  private Path jar() {
    if (words.size() != 1) {
      throw new UsageException("plugins verify: one JAR is wanted, not " + words.size());
    }
    Path given = Path.of(words.getFirst());
    Path jar = Files.isDirectory(given) ? programIn(given) : given;
    if (!Files.isRegularFile(jar)) {
      throw new UsageException("plugins verify: " + jar + ": no such file");
    }
    return jar.toAbsolutePath();
  }

  private static Path programIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> programs =
          files.filter(file -> BackendProgram.isOne(file.getFileName().toString())).toList();
      if (programs.size() != 1) {
        throw new UsageException(
            "plugins verify: "
                + folder
                + ": a folder with one "
                + BackendProgram.PREFIX
                + "NAME is wanted, not "
                + programs.size());
      }
      return programs.getFirst();
    } catch (IOException e) {
      throw new HostException("plugins verify: " + folder + ": " + e);
    }
  }

  private VerifyRequest request(Path jar, Path work, boolean privileged, CallWatch watch)
      throws IOException {
    Map<String, BackendChoice> choices = new HashMap<>();
    for (String choice : with) {
      int equals = choice.indexOf('=');
      String option = equals < 0 ? choice : choice.substring(0, equals);
      if (equals < 0 || session.jcr().spis().withOption(option).isEmpty()) {
        throw new UsageException(
            "--with="
                + choice
                + ": SPI=NAME:KEY=VALUE is wanted, SPI being one of "
                + String.join(", ", session.jcr().spis().options()));
      }
      choices.put(option, BackendChoice.parse("--with " + option, choice.substring(equals + 1)));
    }
    boolean untrusted = allowUntrusted || outer.allowsUntrusted();
    if (untrusted) {
      PluginOptions.sayUntrusted(session);
    }
    return new VerifyRequest(
        jar,
        libraries(jar),
        session.jcr().home().toAbsolutePath(),
        rootfs(),
        work,
        choices,
        new HashSet<>(without),
        privileged,
        privileged && !untrusted ? Trust.ofRoot(session.jcr().home()) : Trust.inEverything(),
        watch);
  }

  private Path rootfs() {
    if (rootfs == null) {
      return session.jcr().home().toAbsolutePath().resolve("rootfs");
    }
    Path given = session.resolve(rootfs);
    if (!Files.isDirectory(given)) {
      throw new UsageException("plugins verify: --rootfs=" + rootfs + ": no such directory");
    }
    return given;
  }

  /// What belongs to it: of a program whose folder was given, the other files there.
  private List<Path> libraries(Path jar) throws IOException {
    if (BackendProgram.isOne(jar.getFileName().toString())) {
      if (!Files.isDirectory(Path.of(words.getFirst()))) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(jar.getParent())) {
        return files.filter(file -> Files.isRegularFile(file) && !file.equals(jar)).toList();
      }
    }
    Path lib = jar.resolveSibling("lib");
    return Files.isDirectory(lib) ? jars(lib) : List.of();
  }

  private static List<Path> jars(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private PluginVerifier verifier() throws IOException {
    Path folder = session.jcr().home().resolve("lib/verify");
    if (!Files.isDirectory(folder)) {
      throw new PluginException(
          folder + ": the checks are not installed; they are in the package jcr-tools", null);
    }
    List<URL> urls = new ArrayList<>();
    for (Path checks : jars(folder)) {
      urls.add(checks.toUri().toURL());
    }
    URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), VerifyCommand.class.getClassLoader());
    return ServiceLoader.load(PluginVerifier.class, loader).findFirst().orElseThrow();
  }
}
