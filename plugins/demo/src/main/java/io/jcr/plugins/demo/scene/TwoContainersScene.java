package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.Container;
import io.jcr.plugins.demo.stage.Shell;
import io.jcr.plugins.demo.stage.Stage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Two containers at once, each with a server on the same port, neither seeing the other.
record TwoContainersScene() implements Scene {
  @Override
  public String name() {
    return "several-containers";
  }

  @Override
  public String title() {
    return "two at once, on the same port";
  }

  @Override
  public String sentence() {
    return "Two containers run servers on the same port at the same time, and ps in neither"
        + " shows the other's processes.";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.deciding(
            "both servers listen on the same port",
            seen -> seen.has("one listens on") && seen.same("one listens on", "two listens on"),
            "one listens on",
            "two listens on"),
        Claim.deciding(
            "neither ps shows the other's processes",
            seen ->
                sees(seen, "ps in one", "sleep 71")
                    && sees(seen, "ps in two", "sleep 72")
                    && !sees(seen, "ps in one", "sleep 72")
                    && !sees(seen, "ps in two", "sleep 71")),
        Claim.also(
            "the host reaches each by its own address",
            seen ->
                seen.fact("one answers").contains("received")
                    && seen.fact("two answers").contains("received")
                    && seen.differ("address of one", "address of two"),
            "address of one",
            "address of two"));
  }

  private static boolean sees(Observation seen, String ps, String process) {
    return seen.fact(ps).contains(process);
  }

  @Override
  public Picture picture() {
    return new Picture.Twins();
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    int port = stage.freePort();
    Container one = stage.container("one", "--net=veth");
    Container two = stage.container("two", "--net=veth");
    String[] shared = {"--net=host", "--ns=setns:pid=/proc/self/ns/pid"};
    Container three = stage.containerExactly("three", shared);
    Container four = stage.containerExactly("four", shared);
    return new Evidence(
        List.of(
            look(stage, "two containers", one, two, port),
            look(stage, "without", three, four, port).as("without", true)));
  }

  private static Observation look(Stage stage, String way, Container one, Container two, int port)
      throws IOException, InterruptedException, CannotBeShown {
    Map<String, String> facts = new HashMap<>();
    Shell host = stage.host();
    String server = "echo-server --port " + port;
    one.type("sleep 71 &");
    one.shell().awaitProgram("sleep");
    two.type("sleep 72 &");
    two.shell().awaitProgram("sleep");
    facts.put("one listens on", listen(stage, one, server));
    facts.put("two listens on", listen(stage, two, server));
    facts.put("ps in one", one.type("ps | grep -E '[e]cho-server|[s]leep 7'").text());
    facts.put("ps in two", two.type("ps | grep -E '[e]cho-server|[s]leep 7'").text());
    facts.put("address of one", stage.annotation(one, "address").replaceFirst("/.*", ""));
    facts.put("address of two", stage.annotation(two, "address").replaceFirst("/.*", ""));
    for (String which : List.of("one", "two")) {
      String address = facts.getOrDefault("address of " + which, "");
      String target = address.isEmpty() ? "127.0.0.1" : address;
      facts.put(
          which + " answers",
          host.type("echo-client " + target + " " + port + " 'hello " + which + "'").text());
    }
    return new Observation(
        way,
        false,
        List.of(one.command(), two.command()),
        List.of(one.view(), two.view(), host.view()),
        facts);
  }

  /// Starts the server and returns the port it listens on; empty when it failed.
  private static String listen(Stage stage, Container container, String server)
      throws IOException, InterruptedException, CannotBeShown {
    // With the host's network, which only the control has, nobody else should be able to connect.
    boolean ofTheHost = stage.annotation(container, "address").isEmpty();
    container.type(server + (ofTheHost ? " --bind 127.0.0.1" : "") + " &");
    String said =
        container.awaitLine("listening", line -> line.matches("listening on.*|echo-server: .*"));
    return said.startsWith("listening on") ? said.replaceFirst(".*:", "port ") : "";
  }
}
