package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.Container;
import io.jcr.plugins.demo.stage.Shell;
import io.jcr.plugins.demo.stage.Stage;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// `ps` in a new PID namespace, with a /proc of that namespace. It takes both, so there are two
/// controls.
record ProcessListScene() implements Scene {
  /// A process on the host to look for. It ends by itself if everything else fails.
  private static final String MARKER = "sleep 77";

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public String title() {
    return "ps sees only the container";
  }

  @Override
  public String sentence() {
    return "In a new PID namespace with a fresh /proc, ps lists the container's processes, numbered from 1, and none of the host's.";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.deciding(
            "ps inside does not list the host's \"" + MARKER + "\"",
            seen -> seen.has("ps") && !seen.fact("ps").contains(MARKER),
            "processes inside"),
        Claim.deciding(
            "ps inside lists fewer processes than the host has",
            seen ->
                seen.number("processes inside").orElse(Long.MAX_VALUE)
                    < seen.number("processes on the host").orElse(0) / 2,
            "processes inside",
            "processes on the host"),
        Claim.also(
            "PID 1 is the container's shell",
            seen -> seen.fact("ps").lines().anyMatch(line -> line.matches("\\s*1 .*sh")),
            "processes inside"));
  }

  @Override
  public Picture picture() {
    return new Picture.Listings(List.of("ps", "sees on the host"));
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    Container fresh = stage.container("ps");
    Container hostPids = stage.containerExactly("pids", "--ns=setns:pid=/proc/self/ns/pid");
    Container hostProc = stage.containerExactly("proc", "--ns=setns:mnt=/proc/self/ns/mnt");
    String busybox = stage.jcr().home().resolve("rootfs/bin/busybox").toString();
    return new Evidence(
        List.of(
            look(stage, "ps", fresh, "ps"),
            look(stage, "without the PID namespace", hostPids, "ps")
                .as("without the PID namespace", true),
            look(stage, "without a fresh /proc", hostProc, busybox + " ps")
                .as("without a fresh /proc", true)));
  }

  private static Observation look(Stage stage, String way, Container container, String ps)
      throws IOException, InterruptedException, CannotBeShown {
    Shell host = stage.host();
    host.type(MARKER + " &");
    host.awaitProgram("sleep");
    String listed = container.type(ps).text();
    String pid = stage.pidOf(container, host);
    String namespaces = host.type("grep NSpid /proc/" + pid + "/status").text();
    String count = host.type("ls /proc | grep -c '^[0-9]'").text().strip();
    host.type("kill $!");
    Map<String, String> facts =
        Map.of(
            "ps",
            listed,
            // without the header
            "processes inside",
            Long.toString(listed.lines().count() - 1),
            "processes on the host",
            count,
            "sees on the host",
            namespaces + "\n" + count + " processes");
    return new Observation(
        way, false, List.of(container.command()), List.of(container.view(), host.view()), facts);
  }
}
