import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Counts the tests of all modules: JUnit's XML reports, and the lines of the C and shell tests'
/// logs that begin with `ok`, `not ok` or `SKIP`. Ends in the line `N passed, N failed, N skipped`,
/// and in exit code 1 if a test failed, or, when CI is `true`, if one was skipped that this machine
/// could have run: the reason for a skip that is the machine's begins with `machine:`. A skip
/// without a reason is a failure everywhere.
///
/// `java TestSummary.java SOURCE-DIRECTORY [NAME=LOG…] [failed=STEP…]`, where a step is what failed
/// outside of any test
final class TestSummary {
  private record Test(String module, String name, Outcome outcome, String message) {}

  private enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  // ok NAME · PROGRAM.NAME ok
  private static final Pattern PASSED = Pattern.compile("ok .*| *\\S+\\.\\S+ ok");
  // SKIP: WHY · PROGRAM.NAME SKIP: WHY · ok NAME # SKIP WHY
  private static final Pattern SKIPPED = Pattern.compile("(?: *\\S+ |ok .*# *)?SKIP:? *(.*)");
  // not ok NAME · PROGRAM.NAME FAIL, or FAIL at the end of what the test had to say
  private static final Pattern FAILED = Pattern.compile("not ok .*|(?:.* )?FAIL(?: \\(.*\\))?");

  private static final int MAX_MESSAGE = 300;

  private final List<Test> tests = new ArrayList<>();

  public static void main(String[] args) throws IOException, XMLStreamException {
    var summary = new TestSummary();
    for (int i = 1; i < args.length; i++) {
      String[] pair = args[i].split("=", 2);
      if (pair[0].equals("failed")) {
        summary.tests.add(
            new Test(pair[1], "the step as a whole", Outcome.FAILED, "see its log in target/"));
      } else {
        summary.readLog(pair[0], Path.of(pair[1]));
      }
    }
    summary.readReports(Path.of(args[0]));
    boolean strict = "true".equals(System.getenv("CI"));
    System.exit(summary.print(strict) ? 0 : 1);
  }

  private void readLog(String module, Path log) throws IOException {
    if (!Files.exists(log)) {
      return;
    }
    for (String line : Files.readAllLines(log)) {
      var skipped = SKIPPED.matcher(line);
      var passed = PASSED.matcher(line);
      if (skipped.matches()) {
        tests.add(new Test(module, line.strip(), Outcome.SKIPPED, skipped.group(1)));
      } else if (passed.matches()) {
        tests.add(new Test(module, line.strip(), Outcome.PASSED, ""));
      } else if (FAILED.matcher(line).matches()) {
        tests.add(new Test(module, line.strip(), Outcome.FAILED, "see " + log));
      }
    }
  }

  private void readReports(Path top) throws IOException, XMLStreamException {
    try (Stream<Path> files = Files.find(top, 5, (path, attributes) -> isReport(path))) {
      for (Path file : files.sorted().toList()) {
        // MODULE/target/KIND-reports/TEST-….xml
        Path kind = file.getParent();
        String module = top.relativize(kind.getParent().getParent()).toString();
        boolean endToEnd = kind.endsWith("failsafe-reports");
        readReport(endToEnd ? module + " (end to end)" : module, file);
      }
    }
  }

  private static boolean isReport(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith("TEST-")
        && name.endsWith(".xml")
        && path.getParent().getFileName().toString().matches("(surefire|failsafe)-reports");
  }

  private void readReport(String module, Path file) throws IOException, XMLStreamException {
    try (var in = Files.newInputStream(file)) {
      XMLStreamReader xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(in);
      String name = "";
      Outcome outcome = Outcome.PASSED;
      String message = "";
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamReader.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "testcase" -> {
              name =
                  xml.getAttributeValue(null, "classname")
                      + "."
                      + xml.getAttributeValue(null, "name");
              outcome = Outcome.PASSED;
              message = "";
            }
            case "failure", "error" -> {
              outcome = Outcome.FAILED;
              message = firstLine(xml.getAttributeValue(null, "message"));
            }
            case "skipped" -> {
              outcome = Outcome.SKIPPED;
              message = firstLine(xml.getAttributeValue(null, "message"));
            }
            default -> {}
          }
        } else if (event == XMLStreamReader.CHARACTERS || event == XMLStreamReader.CDATA) {
          // a stack trace, which begins with the exception and its message
          message =
              outcome == Outcome.SKIPPED && message.isEmpty() ? ofTrace(xml.getText()) : message;
        } else if (event == XMLStreamReader.END_ELEMENT && xml.getLocalName().equals("testcase")) {
          tests.add(told(new Test(module, name, outcome, message)));
        }
      }
    }
  }

  private static Test told(Test test) {
    if (test.outcome() == Outcome.PASSED || !test.message().isEmpty()) {
      return test;
    }
    String why = test.outcome() == Outcome.SKIPPED ? "skipped, and no reason given" : "no message";
    return new Test(test.module(), test.name(), Outcome.FAILED, why);
  }

  private static String ofTrace(String trace) {
    return firstLine(trace.strip().replaceFirst("^[\\w.$]+: ?", ""));
  }

  private static String firstLine(String message) {
    String text = message == null ? "" : message.strip().replaceFirst("^Assumption failed: ", "");
    String line = text.lines().findFirst().orElse("");
    return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) + " …" : line;
  }

  private boolean print(boolean strict) {
    printModules();
    printFailures();
    printSkips();
    long needless = count(Outcome.SKIPPED, test -> !test.message().startsWith("machine:"));
    if (strict && needless > 0) {
      System.out.printf(
          "%n%d skipped for a reason that is not the machine's: with CI=true that is a failure%n",
          needless);
    }
    long passed = count(Outcome.PASSED, test -> true);
    long failed = count(Outcome.FAILED, test -> true);
    long skipped = count(Outcome.SKIPPED, test -> true);
    if (strict) {
      failed += needless;
      skipped -= needless;
    }
    System.out.printf("%n%d passed, %d failed, %d skipped%n", passed, failed, skipped);
    return failed == 0 && passed > 0;
  }

  private long count(Outcome outcome, java.util.function.Predicate<Test> filter) {
    return tests.stream().filter(test -> test.outcome() == outcome).filter(filter).count();
  }

  private void printModules() {
    Map<String, int[]> modules = new LinkedHashMap<>();
    for (Test test : tests) {
      modules.computeIfAbsent(test.module(), name -> new int[3])[test.outcome().ordinal()]++;
    }
    System.out.printf("%n%-32s %8s %8s %8s%n", "module", "passed", "failed", "skipped");
    modules.forEach((name, n) -> System.out.printf("%-32s %8d %8d %8d%n", name, n[0], n[1], n[2]));
  }

  private void printFailures() {
    List<Test> failures = tests.stream().filter(test -> test.outcome() == Outcome.FAILED).toList();
    if (!failures.isEmpty()) {
      System.out.printf("%nfailed:%n");
      failures.forEach(test ->
          System.out.printf("  %s: %s%n      %s%n", test.module(), test.name(), test.message()));
    }
  }

  private void printSkips() {
    Map<String, List<Test>> reasons = new TreeMap<>();
    for (Test test : tests) {
      if (test.outcome() == Outcome.SKIPPED) {
        reasons.computeIfAbsent(test.message(), reason -> new ArrayList<>()).add(test);
      }
    }
    if (!reasons.isEmpty()) {
      System.out.printf("%nskipped:%n");
      reasons.forEach(
          (reason, skipped) -> System.out.printf("  %4d  %s%n", skipped.size(), reason));
    }
  }
}
