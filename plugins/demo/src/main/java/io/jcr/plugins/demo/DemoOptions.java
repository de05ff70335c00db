package io.jcr.plugins.demo;

import io.jcr.api.UsageException;
import io.jcr.plugins.demo.scene.Scene;
import io.jcr.plugins.demo.scene.Scenes;
import io.jcr.plugins.demo.show.WholeFile;
import io.jcr.plugins.demo.stage.Backends;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line of `jcr demo`.
@Command(
    name = "jcr demo",
    sortOptions = false,
    description = {
      "Shows every requirement of a container runtime, with evidence: the command, what the container sees and"
          + " what the host sees, the same without the mechanism, and a verdict for each.",
      "Exit status 0 if all scenes pass, 1 if one fails or cannot be shown, 2 for wrong"
          + " arguments."
    })
final class DemoOptions {
  /// The format of standard output.
  enum Format {
    /// For humans.
    text,
    /// The Test Anything Protocol.
    tap,
    /// One object with all the evidence.
    json
  }

  @Option(names = "--scene", paramLabel = "NAME", description = "Play this scene only; repeatable.")
  private List<String> scenes = new ArrayList<>();

  @Option(names = "--list", description = "List the scenes without playing them.")
  private boolean list;

  @Option(
      names = "--step",
      description =
          "Wait for a key after each scene (space: next, q: quit); the default on a terminal.")
  private boolean step;

  @Option(names = "--no-pager", description = "Play all scenes without waiting for keys.")
  private boolean noPager;

  @Option(
      names = "--pause",
      paramLabel = "SECONDS",
      description = "Wait this long after each scene instead of waiting for a key.")
  private double pause;

  @Option(
      names = "--format",
      paramLabel = "text|tap|json",
      description = "Output format (default: text).")
  private Format format = Format.text;

  @Option(
      names = "--record",
      paramLabel = "FILE.cast",
      description = "Write a recording for asciinema (asciicast v2).")
  private @Nullable Path record;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write everything to an HTML page, to hand in.")
  private @Nullable Path html;

  @Option(
      names = "--ns",
      paramLabel = "BACKEND",
      description =
          "Use this backend, as with jcr run; the namespace scenes then show only this one.")
  private @Nullable String ns;

  @Option(names = "--fs", paramLabel = "BACKEND", description = "Use this backend.")
  private @Nullable String fs;

  @Option(names = "--net", paramLabel = "BACKEND", description = "Use this backend.")
  private @Nullable String net;

  @Option(names = "--limiter", paramLabel = "BACKEND", description = "Use this backend.")
  private @Nullable String limiter;

  @Option(
      names = "--without",
      paramLabel = "OPTION",
      description =
          "Leave out this option of jcr run, such as --without=--limit; the scenes that need it must fail. Repeatable.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  boolean list() {
    return list;
  }

  /// Whether to wait for a key after each scene.
  ///
  /// @param canAsk whether there is a terminal with jcr in the foreground
  boolean paged(boolean canAsk) {
    if (step && noPager) {
      throw new UsageException("use only one of --step and --no-pager");
    }
    if (step && !canAsk) {
      throw new UsageException("--step: there is no terminal to wait for keys on");
    }
    return step || (canAsk && !noPager && pause == 0 && format == Format.text);
  }

  Format format() {
    return format;
  }

  @Nullable Path record() {
    return record;
  }

  @Nullable Path html() {
    return html;
  }

  List<Scene> scenes() {
    return Scenes.named(scenes);
  }

  Duration pause() {
    if (!(pause >= 0 && pause <= 3600)) {
      throw new UsageException("--pause=" + pause + ": expected seconds from 0 to 3600");
    }
    return Duration.ofMillis(Math.round(pause * 1000));
  }

  Backends backends() {
    Map<String, String> chosen = new LinkedHashMap<>();
    put(chosen, "--ns", ns);
    put(chosen, "--fs", fs);
    put(chosen, "--net", net);
    put(chosen, "--limiter", limiter);
    List<String> known = List.of("--limit", "--hostname", "--rootfs", "--net");
    for (String option : without) {
      if (!known.contains(option)) {
        throw new UsageException(
            "--without=" + option + ": expected one of " + String.join(", ", known));
      }
    }
    return new Backends(chosen, without);
  }

  private static void put(Map<String, String> chosen, String option, @Nullable String value) {
    if (value != null) {
      chosen.put(option, value);
    }
  }

  /// Whether files will be written at the end.
  boolean writesFiles() {
    return record != null || html != null;
  }

  /// Rejects now what would otherwise fail only at the end.
  void requireWritableFiles() {
    if (record != null) {
      WholeFile.requireWritable("--record", record);
    }
    if (html != null) {
      WholeFile.requireWritable("--html", html);
    }
  }
}
