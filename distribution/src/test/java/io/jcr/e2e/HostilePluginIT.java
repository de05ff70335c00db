package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Plugins that end the JVM, never return, or throw what they must not: jcr says which one it was,
/// and exits with 125. What was done before is undone, which [WithJcr] looks at.
@WithJcr
class HostilePluginIT {
  private static final String LABEL = "plugin mine 1.0.0 \\(.*/mine.jar\\): ";

  @TempDir Path directory;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    folder = Files.createDirectory(directory.resolve("plugins"));
  }

  /// A network with one bad statement.
  ///
  /// @param where the beginning of the method
  private String plugin(String where, String statement) throws IOException {
    PluginJar good = PluginJar.network("mine", "mine");
    String source =
        good.source()
            .replace("public final class MyNetwork implements Network {", MEMBERS)
            .replace("List.of(), false, null", "List.of(), true, null")
            .replace(where, where + " if (true) { " + statement + " }");
    new PluginJar(good.id(), good.requires(), good.service(), good.className(), source)
        .writeTo(folder.resolve("mine.jar"), directory);
    return "--plugin-dir=" + folder;
  }

  private static final String MEMBERS =
      """
      public final class MyNetwork implements Network {
        @Override public void attach(ContainerSpec spec, NetworkPlan plan, long pid, Host host) {
          System.out.print("");
        }

        private static long never() {
          try {
            Thread.sleep(Long.MAX_VALUE);
          } catch (InterruptedException e) {
            return never();
          }
          return 0;
        }

        private static void burn() {
          java.util.List<Object> all = new java.util.ArrayList<>();
          while (true) all.add(new byte[1 << 20]);
        }
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(0);",
        "Runtime.getRuntime().halt(0);",
        "Runtime.getRuntime().halt(3);",
        "Runtime.getRuntime().exit(7);"
      })
  void oneThatEndsTheJvmIsNoSuccess(String statement, Jcr jcr) throws IOException {
    String option = in("prepare", statement);
    String ended = "jcr-init: " + LABEL + "Network.prepare ended Java with status [037]: a .*";
    jcr.run(option, "--net=mine", "--", "echo", "ran").failed(125, ended);
    jcr.call("explain", "run", option, "--net=mine").failed(125, ended);
    jcr.run(option, "-d", "--net=mine", "--", "true").failed(125, ended);
    assertEquals("works\n", jcr.run(option, "--", "echo", "works").exited(0).output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "-d"})
  void oneThatEndsTheJvmWhenTheProcessExists(String how, Jcr jcr) throws IOException {
    String option = in("attach", "System.exit(0);");
    String[] line =
        how.equals("-d")
            ? new String[] {option, "-d", "--net=mine", "--", "echo", "ran"}
            : new String[] {option, "--net=mine", "--", "echo", "ran"};
    jcr.run(line)
        .failed(125, "jcr-init: " + LABEL + "Network.attach ended Java with status 0: a .*");
  }

  @Test
  void oneThatEndsTheJvmWhenItIsMade(Jcr jcr) throws IOException {
    String option = in("name", "System.exit(0);");
    String ended = "jcr-init: plugin .*/mine.jar ended Java with status 0: a plugin must not .*";
    jcr.run(option, "--", "true").failed(125, ended);
    String listed = jcr.call("plugins", option).exited(0).output(); // it is remembered
    assertTrue(listed.contains("its code ends Java when jcr looks into it"), listed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          probe    | int[] a = new int[0]; a[3] = 1; | failed: ArrayIndexOutOfBoundsException: Index 3 .* \\(MyNetwork.java:.*\\)
          validate | throw new IllegalStateException();   | failed: IllegalStateException \\(MyNetwork.java:.*\\)
          prepare  | burn();                              | failed: OutOfMemoryError: Java heap space.*
          prepare  | prepare(spec, host);                 | failed: StackOverflowError \\(MyNetwork.java:.*\\)
          prepare  | return null;                         | returned null, which is no answer
          attach   | Object o = "x"; Integer i = (Integer) o; | failed: ClassCastException: .*
          """)
  void itsFaultIsNamed(String method, String statement, String told, Jcr jcr) throws IOException {
    String option = in(method, statement);
    String sentence = "jcr: " + LABEL + "Network." + method + " " + told;
    jcr.run(option, "--net=mine", "--", "echo", "ran").failed(125, sentence);
    if (!method.equals("probe")) { // explain does not ask whether it can run here
      jcr.call("explain", "run", option, "--net=mine").failed(125, sentence);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"prepare", "attach"})
  void oneThatNeverReturnsIsGivenUp(String method, Jcr jcr) throws IOException {
    String option = in(method, "never();");
    jcr.with("JCR_PLUGIN_DEADLINE", "1")
        .run(option, "--net=mine", "--", "echo", "ran")
        .failed(125, "jcr: " + LABEL + "Network." + method + " has not returned within 1 s");
    jcr.with("JCR_PLUGIN_DEADLINE", "soon")
        .run(option, "--", "true")
        .failed(2, "jcr: JCR_PLUGIN_DEADLINE=soon: a number of seconds is wanted, .*");
  }

  /// `run` and `explain` say the same, and the host is as it was.
  @Test
  void oneThatChangesTheHostBehindJcrsBackIsRefused(Jcr jcr) throws IOException {
    String option =
        in(
            "prepare",
            "return NetworkPlan.isolated(List.of(new io.jcr.api.op.InitOp.HostRtnetlink(List.of("
                + "new io.jcr.api.rtnetlink.RtnetlinkMessage.NewAddress(1,"
                + " io.jcr.api.Ipv4Prefix.parse(\"127.99.0.1/32\"))))));");
    String refusal =
        "jcr: "
            + LABEL
            + "Network.prepare returned HostRtnetlink in 'inside': NewAddress would change the"
            + " host, and nothing would undo it: .*";
    jcr.run(option, "--net=mine", "--", "true").failed(125, refusal);
    jcr.call("explain", "run", option, "--net=mine").failed(125, refusal);
    assertFalse(Files.readString(Path.of("/proc/net/fib_trie")).contains("127.99.0.1"));
  }

  @Test
  void itSeesTheUserNamespaceThatThereWillBeWhenItValidates(Jcr jcr) throws IOException {
    String option =
        in(
            "validate",
            "throw new io.jcr.api.UsageException(\"user: \" + spec.hasUserNamespace());");
    jcr.run(option, "--net=mine", "--", "true").failed(2, "jcr: user: false");
    jcr.run(option, "--net=mine", "--userns=auto", "--", "true").failed(2, "jcr: user: true");
    jcr.call("explain", "run", option, "--net=mine", "--userns=auto").failed(2, "jcr: user: true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          probe   | System.exit(0); | Network.probe has ended Java: a plugin must not do that
          prepare | System.exit(0); | Network.prepare has ended Java: a plugin must not do that
          prepare | never();        | Network.prepare has not returned within 2 s
          """)
  void verifyReportsIt(String method, String statement, String told, Jcr jcr) throws IOException {
    in(method, statement);
    Result report =
        jcr.with("JCR_PLUGIN_DEADLINE", "2")
            .call("plugins", "verify", folder.resolve("mine.jar").toString())
            .exited(1);
    assertTrue(
        report.output().contains("  FAILED   it leaves jcr going: plugin mine 1.0.0 ("),
        report::toString);
    assertTrue(report.output().contains(told), report::toString);
  }

  @Test
  void verifySaysThatItWasHalted(Jcr jcr) throws IOException {
    in("prepare", "Runtime.getRuntime().halt(0);");
    jcr.call("plugins", "verify", folder.resolve("mine.jar").toString())
        .failed(125, "jcr-init: plugin mine 1.0.0 \\(.*\\): Network.prepare ended Java .*");
  }

  /// A shutdown hook that never ends, too.
  @Test
  void itsThreadsDoNotKeepJcrFromEnding(Jcr jcr) throws IOException {
    String option =
        in(
            "prepare",
            "new Thread(() -> never()).start();"
                + " Runtime.getRuntime().addShutdownHook(new Thread(() -> never()));");
    assertEquals("ran\n", jcr.run(option, "--net=mine", "--", "echo", "ran").succeeded().output());
    jcr.call("explain", "run", option, "--net=mine").succeeded();
  }

  private String in(String method, String statement) throws IOException {
    return switch (method) {
      case "name" -> plugin("String name() {", statement);
      case "probe" -> plugin("HostFacts facts) {", statement);
      case "validate" -> plugin("validate(ContainerSpec spec) {", statement);
      case "prepare" -> plugin("prepare(ContainerSpec spec, Host host) {", statement);
      case "attach" -> plugin("long pid, Host host) {", statement);
      default -> throw new IllegalArgumentException(method);
    };
  }
}
