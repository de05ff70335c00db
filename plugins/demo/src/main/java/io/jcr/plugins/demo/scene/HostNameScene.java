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

/// A host name given by the user.
record HostNameScene() implements Scene {
  private static final String NAME = "box";

  @Override
  public String name() {
    return "host-name";
  }

  @Override
  public String title() {
    return "a given host name";
  }

  @Override
  public String sentence() {
    return "The container has the requested host name, set by sethostname(2) in its UTS"
        + " namespace; the host keeps its own.";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.deciding(
            "the container's host name is " + NAME,
            seen -> seen.fact("inside").equals(NAME),
            "inside"),
        Claim.deciding(
            "/etc/hostname inside says the same, and it is not the host's name",
            seen -> seen.same("in /etc/hostname", "inside") && seen.differ("inside", "host"),
            "in /etc/hostname",
            "host"));
  }

  @Override
  public Picture picture() {
    return new Picture.Walls("host name", "inside", "host");
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    Container named = stage.container("named", "--hostname=" + NAME);
    Container without = stage.containerExactly("without", "--ns=setns:uts=/proc/self/ns/uts");
    return new Evidence(
        List.of(
            look(stage, "--hostname", named), look(stage, "without", without).as("without", true)));
  }

  private static Observation look(Stage stage, String way, Container container)
      throws IOException, InterruptedException, CannotBeShown {
    Shell host = stage.host();
    Map<String, String> facts =
        Map.of(
            "inside", container.type("uname -n").text(),
            "in /etc/hostname", container.type("cat /etc/hostname").text(),
            "host", host.type("uname -n").text());
    return new Observation(
        way, false, List.of(container.command()), List.of(container.view(), host.view()), facts);
  }
}
