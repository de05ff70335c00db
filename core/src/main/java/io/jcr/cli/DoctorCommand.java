package io.jcr.cli;

import io.jcr.cli.option.HostOptions;
import io.jcr.cli.option.JsonOutput;
import io.jcr.cli.option.OptionTable;
import io.jcr.cli.option.OutputFormat;
import io.jcr.cli.session.Session;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.plugin.BackendCatalog;
import io.jcr.plugin.PluginService;
import io.jcr.runtime.Doctor;
import io.jcr.runtime.StartUpCache;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Spi;
import io.jcr.spi.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr doctor`: what of jcr can run on this host, and why the rest cannot. Exit status 0 when the
/// defaults can.
final class DoctorCommand implements Callable<Integer> {
  private static final int DEFAULTS_CANNOT_RUN = 1;

  private final Session session;
  private final HostOptions host;
  private final PluginOptions plugins;
  private OutputFormat format = OutputFormat.TEXT;

  DoctorCommand(Session session) {
    this.session = session;
    this.host = new HostOptions(session);
    this.plugins = new PluginOptions(session);
  }

  /// The command line of `jcr doctor`.
  CommandLine line() {
    OptionTable table =
        new OptionTable(
            "doctor",
            this,
            "Checks which backends can run on this host; for the others, says why not and what would help.");
    host.declare(table);
    plugins.declare(table);
    return table
        .choice(
            "--format",
            "text|json",
            "Output format (default: text).",
            OutputFormat.class,
            given -> format = given)
        .help()
        .line();
  }

  /// A backend and whether it can run.
  private record Probed(Spi<?> spi, String name, Support support) {
    boolean runs() {
      return support instanceof Support.Supported;
    }
  }

  @Override
  public Integer call() {
    Libc libc = new FfmLibc();
    HostFacts facts = new LinuxHostFacts();
    BackendCatalog catalog = plugins.catalog(host.stateRoot(), libc);
    catalog.untrusted().forEach(session::say);
    List<Probed> probed = new ArrayList<>();
    for (Spi<?> spi : session.jcr().spis()) {
      for (PluginService backend : catalog.services(spi.type())) {
        Support support = catalog.probe(backend, spi.type(), facts);
        probed.add(new Probed(spi, catalog.callName(backend, spi.type()), support));
      }
    }
    List<Doctor.Finding> findings =
        new ArrayList<>(new Doctor(facts, host.stateRoot(), libc).examine());
    findings.addAll(StartUpCache.examine(session.jcr().home()));
    switch (format) {
      case TEXT -> printText(findings, probed);
      case JSON -> printJson(findings, probed);
    }
    return defaultsRun(findings, probed) ? 0 : DEFAULTS_CANNOT_RUN;
  }

  /// Whether a run takes this backend unless another is asked for.
  private static boolean isDefault(Probed backend, List<Probed> probed) {
    for (String name : backend.spi().defaults()) {
      boolean runs =
          probed.stream()
              .anyMatch(p -> p.spi().equals(backend.spi()) && p.runs() && p.name().equals(name));
      if (runs) {
        return name.equals(backend.name());
      }
    }
    return false;
  }

  /// One of the defaults of each SPI must run, and nothing may stand in the way of all.
  private boolean defaultsRun(List<Doctor.Finding> findings, List<Probed> probed) {
    boolean healthy = findings.stream().noneMatch(f -> f.grade() == Doctor.Grade.BAD);
    for (Spi<?> spi : session.jcr().spis()) {
      healthy &=
          probed.stream()
              .anyMatch(p -> p.spi().equals(spi) && p.runs() && spi.defaults().contains(p.name()));
    }
    return healthy;
  }

  private void printText(List<Doctor.Finding> findings, List<Probed> probed) {
    for (Doctor.Finding finding : findings) {
      String cure = finding.cure().isEmpty() ? "" : " (" + finding.cure() + ")";
      row(finding.grade().name(), finding.subject(), finding.detail() + cure);
    }
    session.out().println();
    for (Probed backend : probed) {
      String name = "--" + backend.spi().option() + "=" + backend.name();
      switch (backend.support()) {
        case Support.Supported s -> row("YES", name, isDefault(backend, probed) ? "default" : "");
        case Support.Unsupported(String reason, String remedy) ->
            row("NO", name, reason + " (" + remedy + ")");
      }
    }
  }

  private void row(String grade, String subject, String detail) {
    String line =
        String.format(
            Locale.ROOT, "%-5s %-26s %s", grade.toLowerCase(Locale.ROOT), subject, detail);
    session.out().println(line.stripTrailing());
  }

  private void printJson(List<Doctor.Finding> findings, List<Probed> probed) {
    JsonOutput.print(
        session.out(),
        json -> {
          json.writeStartObject();
          json.writeBooleanField("defaultsRun", defaultsRun(findings, probed));
          json.writeArrayFieldStart("host");
          for (Doctor.Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("grade", finding.grade().name().toLowerCase(Locale.ROOT));
            json.writeStringField("subject", finding.subject());
            json.writeStringField("detail", finding.detail());
            json.writeStringField("cure", finding.cure());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("backends");
          for (Probed backend : probed) {
            json.writeStartObject();
            json.writeStringField("spi", backend.spi().option());
            json.writeStringField("name", backend.name());
            json.writeBooleanField("supported", backend.runs());
            json.writeBooleanField("default", isDefault(backend, probed));
            if (backend.support() instanceof Support.Unsupported(String reason, String remedy)) {
              json.writeStringField("reason", reason);
              json.writeStringField("cure", remedy);
            }
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
