package io.jcr.plugins.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcr.api.JcrException;
import io.jcr.plugins.bench.subject.Tidy;
import io.jcr.plugins.bench.subject.Workplace;
import io.jcr.spi.CommandContext;
import io.jcr.spi.CommandProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// `jcr bench`.
public final class BenchCommand implements CommandProvider {
  private static final int USAGE = 2;
  private static final int INCOMPLETE = 1;

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String summary() {
    return "Compares backends, bare metal, containers and virtual machines";
  }

  @Override
  public int run(List<String> arguments, CommandContext jcr)
      throws IOException, InterruptedException {
    BenchOptions options = new BenchOptions();
    CommandLine line = new CommandLine(options);
    try {
      line.parseArgs(arguments.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      System.err.println("jcr: bench: " + e.getMessage());
      System.err.println("See 'jcr bench --help'.");
      return USAGE;
    }
    if (options.helpWanted()) {
      line.usage(System.out);
      return 0;
    }
    if (options.listWanted()) {
      System.out.print(Listing.text());
      return 0;
    }
    return measure(options, arguments, jcr);
  }

  private static int measure(BenchOptions options, List<String> arguments, CommandContext jcr)
      throws IOException, InterruptedException {
    Path directory = options.directory();
    if (options.reportOnly()) {
      return print(Bench.reportAnew(directory), options, directory);
    }
    Workplace.requireRoot();
    Request request = options.request(directory, "jcr bench " + String.join(" ", arguments));
    Tidy tidy = Tidy.atExit();
    tidy.add(() ->
        System.err.println("\njcr bench: stopped; to continue: jcr bench --resume " + directory));
    try {
      return inTime(
          tidy, () -> print(new Bench(jcr, tidy).run(request, directory), options, directory));
    } finally {
      tidy.stayIfEnding();
    }
  }

  /// A thread whose processes were killed by the JVM's shutdown has nothing to report.
  private static int inTime(Tidy tidy, Callable<Integer> work)
      throws IOException, InterruptedException {
    try {
      return work.call();
    } catch (JcrException | IOException | InterruptedException e) {
      tidy.stayIfEnding();
      throw e;
    } catch (Exception e) {
      tidy.stayIfEnding();
      throw new IllegalStateException(e);
    }
  }

  private static int print(Bench.Result result, BenchOptions options, Path directory)
      throws IOException {
    Path page = directory.resolve("report.html");
    if (options.json()) {
      ObjectMapper json = new ObjectMapper();
      ObjectNode all = json.createObjectNode();
      all.put("directory", directory.toString()).put("complete", result.complete());
      all.set("inShort", json.valueToTree(result.inShort()));
      all.set("findings", json.valueToTree(result.findings()));
      System.out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } else {
      result.inShort().forEach(sentence -> System.out.println("- " + sentence));
      System.out.println(result.findings().ended() + "; report: " + page);
    }
    return result.complete() ? 0 : INCOMPLETE;
  }
}
