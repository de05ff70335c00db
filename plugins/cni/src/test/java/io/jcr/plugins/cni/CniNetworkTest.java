package io.jcr.plugins.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.HostException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import io.jcr.spi.CommandResult;
import io.jcr.spi.HostCommand;
import io.jcr.spi.Network;
import io.jcr.spi.NetworkPlan;
import io.jcr.spi.contract.NetworkContract;
import io.jcr.spi.contract.RecordingHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CniNetworkTest extends NetworkContract {
  private static final Path STATE = Path.of("/run/jcr/containers/c1");
  private static final String FIRST =
      "{\"cniVersion\":\"1.0.0\",\"interfaces\":[{\"name\":\"eth0\",\"sandbox\":\"x\"}],"
          + "\"ips\":[{\"address\":\"10.1.0.2/24\",\"interface\":0}]}";
  private static final String LAST = FIRST.replace("10.1.0.2", "10.1.0.9");

  @TempDir Path directory;

  @BeforeEach
  void install() throws IOException {
    for (String name : List.of("first", "second", "ipam")) {
      Path program = Files.writeString(directory.resolve(name), "");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    network("1.0.0");
  }

  private void network(String version) throws IOException {
    Files.writeString(
        directory.resolve("web.conflist"),
        """
        {"cniVersion": "%s", "name": "web", "plugins": [
          {"type": "first", "ipam": {"type": "ipam"}, "mine": [1, {"a": null}]},
          {"type": "second", "capabilities": {"portMappings": true, "mac": true, "ips": true}}]}
        """
            .formatted(version));
  }

  @Override
  protected Network backend() {
    return new CniNetwork();
  }

  @Override
  protected Map<String, String> requiredOptions() {
    return Map.of("web", "", "conf", directory.toString(), "path", directory.toString());
  }

  @Override
  protected Map<String, String> goodOptions() {
    return with(Map.of("check", "", "ports", "8080:80", "args", "A=1", "ifname", "net0"));
  }

  private Map<String, String> with(Map<String, String> more) {
    Map<String, String> options = new HashMap<>(requiredOptions());
    options.putAll(more);
    return options;
  }

  @Override
  protected List<Map<String, String>> badOptions() {
    return List.of(
        Map.of("ports", "80"),
        Map.of("rate", "x"),
        Map.of("nosuch", "", "conf", directory.toString()),
        with(Map.of("rate", "10M")), // nothing in this network would look at it
        with(Map.of("path", "/no/such")));
  }

  private NetworkPlan prepared(String id, Map<String, String> options, RecordingHost host) {
    backend().validate(spec(id, options));
    return backend().prepare(spec(id, options), host);
  }

  private static Function<HostCommand, Optional<CommandResult>> answers(
      String plugin, String command, CommandResult answer) {
    return asked -> {
      boolean first = asked.program().endsWith("first");
      boolean matches =
          asked.program().endsWith(plugin)
              && command.equals(asked.environment().get("CNI_COMMAND"));
      return Optional.of(matches ? answer : new CommandResult(0, first ? FIRST : LAST, ""));
    };
  }

  private static final Function<HostCommand, Optional<CommandResult>> FINE =
      answers("none", "", new CommandResult(0, "", ""));

  private static List<String> commands(RecordingHost host) {
    return host.calls("execute").stream()
        .map(call -> call.argument(0, HostCommand.class))
        .map(c -> c.environment().get("CNI_COMMAND") + " " + c.program().getFileName())
        .toList();
  }

  @Test
  void theNamespaceIsThereBeforeThePluginsAndAllAreTold() {
    RecordingHost host = host("c1").answering(FINE);
    NetworkPlan plan = prepared("c1", goodOptions(), host);

    assertEquals(
        List.of("lease", "createNetworkNamespace", "createFile", "execute"),
        host.calls().stream().limit(4).map(RecordingHost.Call::method).toList());
    assertEquals(List.of("ADD first", "ADD second", "CHECK first", "CHECK second"), commands(host));
    HostCommand add = host.calls("execute").getFirst().argument(0, HostCommand.class);
    Map<String, String> expected = new HashMap<>();
    expected.put("CNI_COMMAND", "ADD");
    expected.put("CNI_CONTAINERID", "c1-" + Integer.toHexString(STATE.hashCode()));
    expected.put("CNI_NETNS", STATE + "/netns");
    expected.put("CNI_IFNAME", "net0");
    expected.put("CNI_ARGS", "A=1");
    expected.put("CNI_PATH", directory.toString());
    expected.put("PATH", add.environment().get("PATH"));
    assertEquals(expected, add.environment());
    assertEquals(directory.resolve("first"), add.program());
    assertEquals(
        LinuxNamespace.join(NamespaceType.NETWORK, STATE.resolve("netns")), plan.namespace());
    assertEquals(Ipv4Prefix.parse("10.1.0.9/24"), plan.address());
    assertEquals(LAST, plan.facts().get("cniResult"));
  }

  /// The same request, the same environment but for the command.
  @Test
  void eachAddHasItsDel() {
    RecordingHost host = host("c1").answering(FINE);
    prepared("c1", requiredOptions(), host);
    for (RecordingHost.Call call : host.calls("execute")) {
      HostCommand add = call.argument(0, HostCommand.class);
      HostCommand del = call.argument(1, HostCommand.class);
      assertEquals(add.input(), del.input());
      assertEquals(add.program(), del.program());
      Map<String, String> environment = new HashMap<>(add.environment());
      environment.put("CNI_COMMAND", "DEL");
      assertEquals(environment, del.environment());
    }
  }

  private static Json content(RecordingHost host, String method, int index) {
    RecordingHost.Call call = host.calls(method).get(index);
    assertEquals(0600, call.argument(2, Integer.class), "it may hold secrets");
    return Json.parse(call.argument(1, String.class));
  }

  @Test
  void requestsAreWhatTheSpecificationSays() {
    RecordingHost host = host("c1").answering(FINE);
    prepared("c1", goodOptions(), host);

    Json first = content(host, "createFile", 0);
    assertEquals(
        "{\"type\":\"first\",\"ipam\":{\"type\":\"ipam\"},\"mine\":[1,{\"a\":null}],"
            + "\"name\":\"web\",\"cniVersion\":\"1.0.0\"}",
        first.text());
    Json second = content(host, "createFile", 1);
    assertFalse(second.has("capabilities"));
    assertEquals(FIRST, second.object("prevResult").text());
    assertEquals(
        "{\"portMappings\":[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}]}",
        second.object("runtimeConfig").text());
    // what CHECK and DEL read
    assertEquals(LAST, content(host, "replaceFile", 0).object("prevResult").text());
    assertEquals(LAST, content(host, "replaceFile", 1).object("prevResult").text());
    assertTrue(content(host, "replaceFile", 1).has("runtimeConfig"));
  }

  @Test
  void before0_4_0NoResultIsHandedToDel() throws IOException {
    network("0.3.1");
    RecordingHost host = host("c1").answering(FINE);
    prepared("c1", requiredOptions(), host);
    assertTrue(content(host, "createFile", 1).has("prevResult"));
    assertFalse(content(host, "replaceFile", 0).has("prevResult"));
    assertFalse(content(host, "replaceFile", 1).has("prevResult"));
    UsageException refusal =
        assertThrows(
            UsageException.class, () -> prepared("c2", with(Map.of("check", "")), host("c2")));
    assertTrue(refusal.getMessage().contains("0.3.1"), refusal.getMessage());
  }

  /// What was added is left to the journal, in whose order it is undone.
  @Test
  void aFailedAddIsDeletedAtOnceAndEndsTheWork() {
    RecordingHost host =
        host("c1")
            .answering(
                answers("second", "ADD", new CommandResult(1, "{\"code\":7,\"msg\":\"no\"}", "")));
    HostException failure =
        assertThrows(HostException.class, () -> prepared("c1", requiredOptions(), host));
    assertEquals(
        "ADD of the plugin second of network 'web': no (code 7, invalid network"
            + " configuration)",
        failure.getMessage());
    assertEquals(List.of("ADD first", "ADD second", "DEL second"), commands(host));
    assertEquals(
        STATE.resolve("cni-2-second.json"),
        host.calls("removeFile").getFirst().argument(0, Path.class));
  }

  @Test
  void aKilledAddIsLeftToTheJournal() {
    RecordingHost host =
        host("c1").answering(answers("first", "ADD", new CommandResult(137, "", "")));
    assertThrows(HostException.class, () -> prepared("c1", requiredOptions(), host));
    assertEquals(List.of("ADD first"), commands(host));
    assertEquals(List.of(), host.calls("removeFile"));
  }

  @Test
  void aVersionThatThePluginDoesNotSpeakIsExplained() {
    String speaks = "{\"cniVersion\":\"0.2.0\",\"supportedVersions\":[\"0.1.0\",\"0.2.0\"]}";
    RecordingHost host =
        host("c1")
            .answering(command ->
                Optional.of(
                    command.environment().get("CNI_COMMAND").equals("VERSION")
                        ? new CommandResult(0, speaks, "")
                        : new CommandResult(1, "{\"code\":1,\"msg\":\"old\"}", "")));
    HostException failure =
        assertThrows(HostException.class, () -> prepared("c1", requiredOptions(), host));
    assertTrue(
        failure
            .getMessage()
            .contains("old (code 1, incompatible CNI version): it speaks 0.1.0, 0.2.0"),
        failure.getMessage());
  }

  @Test
  void aFailedCheckIsAFailure() {
    RecordingHost host =
        host("c1").answering(answers("first", "CHECK", new CommandResult(1, "", "gone\n")));
    HostException failure =
        assertThrows(HostException.class, () -> prepared("c1", goodOptions(), host));
    assertEquals(
        "CHECK of the plugin first of network 'web': exit status 1: gone", failure.getMessage());
  }

  @Test
  void aPortLeadsToOneContainer() {
    RecordingHost host = host("c1").answering(FINE);
    prepared("c1", with(Map.of("ports", "80:80+127.0.0.1:53:53/udp")), host);
    RecordingHost other = host.another("c2");
    HostException failure =
        assertThrows(
            HostException.class,
            () -> prepared("c2", with(Map.of("ports", "127.0.0.1:53:1/udp")), other));
    assertEquals("port 53/udp of the host leads to container c1 already", failure.getMessage());
    prepared("c3", with(Map.of("ports", "80:80/udp+127.0.0.2:53:53/udp")), host.another("c3"));
  }

  @Test
  void aNameIsNeeded() {
    UsageException refusal =
        assertThrows(
            UsageException.class,
            () -> backend().validate(spec("c1", Map.of("conf", directory.toString()))));
    assertTrue(
        refusal.getMessage().endsWith("networks in " + directory + ": web"), refusal.getMessage());
  }
}
