package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.Container;
import io.jcr.plugins.demo.stage.DebianRoot;
import io.jcr.plugins.demo.stage.Shell;
import io.jcr.plugins.demo.stage.Stage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A Debian root file system with nginx, which serves the host and a second container.
record DebianServerScene() implements Scene {
  private static final String TEXT = "served by nginx in Debian";

  /// With Debian's configuration, nginx would not start without IPv6 in the kernel.
  private static final String IPV4_ONLY = "sed -i '/\\[::\\]/d' /etc/nginx/sites-enabled/default";

  @Override
  public String name() {
    return "debian-server";
  }

  @Override
  public String title() {
    return "nginx in a Debian root";
  }

  @Override
  public String sentence() {
    return "debootstrap creates a Debian root file system with nginx, which serves its page"
        + " across veth pairs to the host and to a second container.";
  }

  @Override
  public String patience() {
    return "the first time, debootstrap takes a few minutes";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.deciding(
            "nginx is a package of the Debian system inside",
            seen -> seen.fact("package").startsWith("nginx "),
            "package"),
        Claim.deciding(
            "the host gets the page",
            seen -> seen.fact("page on the host").equals(TEXT),
            "page on the host"),
        Claim.deciding(
            "a second container, with another root, gets the same page",
            seen ->
                seen.fact("page in the second container").equals(TEXT)
                    && !seen.fact("root of the second container").contains("debian"),
            "page in the second container"),
        Claim.deciding(
            "nginx logged requests from the host's address on the bridge and the second"
                + " container's address",
            seen ->
                seen.fact("clients")
                    .equals(
                        seen.fact("address of the host")
                            + "\n"
                            + seen.fact("address of the client")),
            "clients",
            "address of the host",
            "address of the client"));
  }

  @Override
  public Picture picture() {
    return new Picture.Listings(List.of("page on the host", "page in the second container"));
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    Shell maker = stage.host();
    DebianRoot root = stage.debian(maker);
    Container nginx = stage.container("nginx", "--net=veth", "--rootfs=" + root.directory());
    Container client = stage.container("client", "--net=veth");
    Container without = stage.containerExactly("without", "--net=veth");
    return new Evidence(
        List.of(
            look(stage, "debootstrap", nginx, client, maker),
            look(stage, "without", without, client, stage.host()).as("without", true)));
  }

  private static Observation look(
      Stage stage, String way, Container server, Container client, Shell host)
      throws IOException, InterruptedException, CannotBeShown {
    Map<String, String> facts = new HashMap<>();
    String busybox = stage.jcr().home().resolve("rootfs/bin/busybox").toString();
    String url = "http://" + address(stage, server, "address") + "/";
    facts.put("package", server.type("dpkg-query -W nginx").text().replace('\t', ' '));
    server.type("echo " + TEXT + " >/var/www/html/index.html");
    server.type(IPV4_ONLY);
    server.type("nginx");
    facts.put("page on the host", host.type(busybox + " wget -qO- " + url).text());
    facts.put("page in the second container", client.type("wget -qO- " + url).text());
    facts.put("root of the second container", client.type("ls /etc").text());
    facts.put("clients", server.type("cut -d' ' -f1 /var/log/nginx/access.log").text());
    facts.put("address of the host", address(stage, server, "gateway"));
    facts.put("address of the client", address(stage, client, "address"));
    return new Observation(
        way,
        false,
        List.of(server.command(), client.command()),
        List.of(server.view(), client.view(), host.view()),
        facts);
  }

  private static String address(Stage stage, Container container, String which)
      throws IOException, InterruptedException, CannotBeShown {
    String noted = stage.annotation(container, which).replaceFirst("/.*", "");
    if (noted.isEmpty()) { // on the host's network, nginx would serve everybody
      throw new CannotBeShown(container.name() + " has no address of its own on this network");
    }
    return noted;
  }
}
