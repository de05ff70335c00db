package io.jcr.cli;

import io.jcr.cli.option.JsonOutput;
import io.jcr.plugin.verify.Check;
import io.jcr.spi.SpiVersion;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `jcr plugins verify` prints: on what machine what was checked, for a bug tracker.
final class VerifyReport {
  private final Path jar;
  private final List<Check> checks = new ArrayList<>();

  VerifyReport(Path jar) {
    this.jar = jar;
  }

  void add(Check check) {
    checks.add(check);
  }

  long count(Check.Outcome outcome) {
    return checks.stream().filter(check -> check.outcome() == outcome).count();
  }

  void printText(PrintStream out) {
    StringBuilder head = new StringBuilder();
    facts()
        .forEach((key, value) -> head.append(String.format(Locale.ROOT, "%-8s %s%n", key, value)));
    out.print(head);
    String group = "";
    for (Check check : checks) {
      if (!check.group().equals(group)) {
        group = check.group();
        out.println(System.lineSeparator() + group);
      }
      String reason = check.reason().isEmpty() ? "" : ": " + oneLine(check.reason());
      out.println(
          String.format(Locale.ROOT, "  %-7s  %s%s", word(check.outcome()), check.name(), reason));
    }
    out.println(System.lineSeparator() + summary());
  }

  void printJson(PrintStream out) {
    JsonOutput.print(
        out,
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, String> fact : facts().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
          }
          json.writeArrayFieldStart("checks");
          for (Check check : checks) {
            json.writeStartObject();
            json.writeStringField("group", check.group());
            json.writeStringField("check", check.name());
            json.writeStringField("outcome", check.outcome().name().toLowerCase(Locale.ROOT));
            if (!check.reason().isEmpty()) {
              json.writeStringField("reason", check.reason());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
          for (Check.Outcome outcome : Check.Outcome.values()) {
            json.writeNumberField(outcome.name().toLowerCase(Locale.ROOT), count(outcome));
          }
          json.writeEndObject();
        });
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("jar", jar.getFileName() + " sha256:" + sha256());
    facts.put("jcr", Main.version());
    facts.put("spi", SpiVersion.CURRENT);
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("machine", System.getProperty("os.arch"));
    facts.put("java", Runtime.version().toString());
    return facts;
  }

  private String sha256() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String summary() {
    long ok = count(Check.Outcome.OK) + count(Check.Outcome.NOTE);
    return ok
        + " ok, "
        + count(Check.Outcome.FAILED)
        + " FAILED, "
        + count(Check.Outcome.SKIPPED)
        + " skipped";
  }

  private static String word(Check.Outcome outcome) {
    return outcome == Check.Outcome.FAILED
        ? outcome.name()
        : outcome.name().toLowerCase(Locale.ROOT);
  }

  private static String oneLine(String reason) {
    return reason.strip().replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", " ");
  }
}
