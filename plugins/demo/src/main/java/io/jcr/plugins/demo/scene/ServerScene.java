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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server and a client in different network namespaces, connected by a veth pair.
///
/// @param inside whether the server is in the container and the client on the host, or the reverse
record ServerScene(boolean inside) implements Scene {
  private static final Pattern CONNECTION =
      Pattern.compile(".*\\bfrom (\\S+):(\\d+) to (\\S+):(\\d+)");

  @Override
  public String name() {
    return inside ? "server-inside" : "server-outside";
  }

  @Override
  public String title() {
    return inside ? "server inside, client on the host" : "server on the host, client inside";
  }

  @Override
  public String sentence() {
    return (inside
            ? "A server in the container answers a client in the parent namespace"
            : "A server in the parent namespace answers a client in the container")
        + ": data goes across a veth pair whose ends have different addresses.";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.deciding(
            "server and client are in different network namespaces",
            seen -> seen.differ("inside", "host"),
            "inside",
            "host"),
        Claim.deciding(
            "they have different addresses",
            seen -> seen.differ("client address", "server address"),
            "client address",
            "server address"),
        Claim.also(
            "both sides report the same connection",
            seen -> seen.same("connection of the client", "connection of the server"),
            "connection of the client",
            "connection of the server"),
        Claim.also(
            "the message came back",
            seen -> seen.fact("client exit status").equals("0") && seen.has("received"),
            "received",
            "client exit status"),
        Claim.also(
            "the container's eth0 is the peer of the host's interface",
            seen -> !seen.has("peer on the host") || seen.same("peer on the host", "eth0"),
            "eth0",
            "peer on the host"));
  }

  @Override
  public Picture picture() {
    return new Picture.Wire(inside);
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    Container wired = stage.container("veth", "--net=veth");
    Container without = stage.containerExactly("without", "--net=host");
    return new Evidence(
        List.of(talk(stage, "veth", wired), talk(stage, "without", without).as("without", true)));
  }

  private Observation talk(Stage stage, String way, Container container)
      throws IOException, InterruptedException, CannotBeShown {
    Map<String, String> facts = new HashMap<>();
    Shell host = stage.host();
    facts.put("inside", container.type("readlink /proc/self/ns/net").text());
    facts.put("host", host.type("readlink /proc/self/ns/net").text());
    lookAtThePair(stage, container, host, facts);

    String address = addressOfServer(stage, container, host);
    int port = stage.freePort();
    Shell server = inside ? container.shell() : host;
    Shell client = inside ? host : container.shell();
    String message = inside ? "hello from the host" : "hello from inside";
    server.type("echo-server --once --bind " + address + " --port " + port + " &");
    server.awaitLine("listening", line -> line.startsWith("listening on"));
    Shell.Said said = client.type("echo-client " + address + " " + port + " '" + message + "'");
    String seenByServer =
        server.awaitLine("a connection", line -> line.startsWith("connection from"));
    server.awaitLine("its end", line -> line.startsWith("closed"));

    facts.put("client exit status", Integer.toString(said.status()));
    said.lines().stream()
        .filter(line -> line.endsWith(": " + message) && line.contains("received"))
        .findFirst()
        .ifPresent(line -> facts.put("received", message));
    said.lines().forEach(line -> noteConnection("client", line, facts));
    noteConnection("server", seenByServer, facts);
    return new Observation(
        way, false, List.of(container.command()), List.of(container.view(), host.view()), facts);
  }

  private static void noteConnection(String who, String line, Map<String, String> facts) {
    Matcher connection = CONNECTION.matcher(line);
    if (connection.matches()) {
      facts.put("connection of the " + who, line.substring(line.indexOf("from ")));
      facts.put("client address", connection.group(1));
      facts.put("server address", connection.group(3));
    }
  }

  /// The two ends of a veth pair know each other's index.
  private static void lookAtThePair(
      Stage stage, Container container, Shell host, Map<String, String> facts)
      throws IOException, InterruptedException, CannotBeShown {
    String end = stage.annotation(container, "interface");
    if (!end.isEmpty()) {
      facts.put("eth0", container.type("cat /sys/class/net/eth0/ifindex").text());
      facts.put("peer on the host", host.type("cat /sys/class/net/" + end + "/iflink").text());
    }
  }

  /// Found the way a user would; with the host's network, it is the loopback address.
  private String addressOfServer(Stage stage, Container container, Shell host)
      throws IOException, InterruptedException, CannotBeShown {
    String key = inside ? "address" : "gateway";
    String noted = stage.annotation(container, key);
    if (noted.isEmpty()) {
      return "127.0.0.1";
    }
    host.type("grep '\"" + key + "\"' " + stage.stateOf(container));
    return noted.replaceFirst("/.*", "");
  }
}
