package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.Container;
import io.jcr.plugins.demo.stage.Shell;
import io.jcr.plugins.demo.stage.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A root file system given by the user, created in front of the viewer.
record RootFileSystemScene() implements Scene {
  private static final String TEXT = "made by hand";

  @Override
  public String name() {
    return "root-file-system";
  }

  @Override
  public String title() {
    return "a given root file system";
  }

  @Override
  public String sentence() {
    return "A directory with busybox and a file, created on the host, is / in the container,"
        + " which sees none of the host's files.";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.deciding(
            "/given inside is the file created on the host",
            seen -> seen.fact("reads").equals(TEXT),
            "reads"),
        Claim.deciding(
            "/ inside is not the host's /",
            seen -> seen.differ("inside", "host"),
            "inside",
            "host"));
  }

  @Override
  public Picture picture() {
    return new Picture.Listings(List.of("lists", "host lists"));
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    Path root = stage.directory().resolve("root");
    Path busybox = stage.jcr().home().resolve("rootfs/bin/busybox");
    Shell maker = stage.host();
    maker.type("mkdir -p " + root + "/bin");
    maker.type("cp " + busybox + " " + root + "/bin/");
    maker.type("for a in sh ls cat stat; do ln -sf busybox " + root + "/bin/$a; done");
    maker.type("echo " + TEXT + " > " + root + "/given");
    Container given = stage.container("given", "--rootfs=" + root);
    Container without = stage.containerExactly("without", "--ns=setns:mnt=/proc/self/ns/mnt");
    return new Evidence(
        List.of(
            look("--rootfs", given, maker),
            look("without", without, stage.host()).as("without", true)));
  }

  private static Observation look(String way, Container container, Shell host)
      throws InterruptedException, CannotBeShown {
    Map<String, String> facts =
        Map.of(
            "reads", container.type("cat /given").text(),
            "lists", container.type("ls /").text(),
            "inside", container.type("stat -c %d:%i /").text(),
            "host lists", host.type("ls /").text(),
            "host", host.type("stat -c %d:%i /").text());
    return new Observation(
        way, false, List.of(container.command()), List.of(container.view(), host.view()), facts);
  }
}
