package io.jcr.cli;

import io.jcr.cli.option.JsonOutput;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.option.TextTable;
import io.jcr.cli.session.Session;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.HostFacts;
import io.jcr.spi.SpiVersion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// `jcr version`: what somebody who reads a bug report asks first.
final class VersionCommand implements Callable<Integer> {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/osrelease");

  private final Session session;
  private final HostFacts facts;
  private OutputFormat format = OutputFormat.TEXT;

  VersionCommand(Session session) {
    this(session, new LinuxHostFacts());
  }

  VersionCommand(Session session, HostFacts facts) {
    this.session = session;
    this.facts = facts;
  }

  /// The command line of `jcr version`.
  CommandLine line() {
    return new OptionTable("version", this, "Prints the versions of jcr and what it runs on.")
        .choice(
            "--format",
            "text|json",
            "Output format (default: text).",
            OutputFormat.class,
            given -> format = given)
        .help()
        .line();
  }

  @Override
  public Integer call() {
    Map<String, String> versions = versions();
    switch (format) {
      case TEXT -> {
        TextTable table = new TextTable("jcr", Main.version());
        versions.forEach(table::row);
        session.out().print(table);
      }
      case JSON ->
          JsonOutput.print(
              session.out(),
              json -> {
                json.writeStartObject();
                json.writeStringField("jcr", Main.version());
                for (Map.Entry<String, String> one : versions.entrySet()) {
                  json.writeStringField(one.getKey(), one.getValue());
                }
                json.writeEndObject();
              });
    }
    return 0;
  }

  /// There is no build date: a build is the same whenever it is made. The commit is unknown where
  /// jcr was not built from a Git repository.
  private Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    facts
        .read(session.jcr().home().resolve("commit"))
        .map(String::strip)
        .filter(commit -> !commit.isEmpty())
        .ifPresent(commit -> versions.put("commit", commit));
    versions.put("spi", SpiVersion.CURRENT);
    versions.put("java", Runtime.version().toString());
    versions.put("kernel", facts.read(KERNEL).map(String::strip).orElse("unknown"));
    versions.put("cgroup", cgroup());
    return versions;
  }

  /// `hybrid` is v1 with a unified hierarchy beside it, as systemd mounts them.
  private String cgroup() {
    Set<Integer> mounted =
        facts.cgroups().stream()
            .map(HostFacts.CgroupHierarchy::version)
            .collect(Collectors.toSet());
    return mounted.size() > 1
        ? "hybrid"
        : mounted.stream().map(version -> "v" + version).findFirst().orElse("none");
  }
}
