package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.Container;
import io.jcr.plugins.demo.stage.Shell;
import io.jcr.plugins.demo.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Namespaces created by unshare(1) and ip-netns(8), without jcr; a container joins them.
record JoinedNamespacesScene() implements Scene {
  private static final Map<String, String> PACKAGES =
      Map.of(
          "unshare", "util-linux",
          "nsenter", "util-linux",
          "mount", "mount",
          "ip", "iproute2");

  private static final String NAME = "made-by-hand";
  private static final String TEXT = "mounted by hand";
  private static final Path NETNS = Path.of("/run/netns");
  private static final String ADDRESS = "10.99.0.1";

  @Override
  public String name() {
    return "joined-namespaces";
  }

  @Override
  public String title() {
    return "joining existing namespaces";
  }

  @Override
  public String sentence() {
    return "unshare(1) and ip-netns(8) create namespaces without jcr; a container joins them"
        + " with setns(2), and they outlive it unchanged.";
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.deciding(
            "its mount, UTS, IPC and network namespaces are the ones made by hand",
            seen -> seen.same("namespaces", "made"),
            "namespaces",
            "made"),
        Claim.deciding(
            "its host name is the one set by hand",
            seen -> seen.fact("host name").equals(NAME),
            "host name"),
        Claim.deciding(
            "it can read the file system mounted by hand",
            seen -> seen.fact("reads").equals(TEXT),
            "reads"),
        Claim.deciding(
            "it has the address assigned by hand",
            seen -> seen.fact("addresses").contains(ADDRESS + "/32"),
            "addresses"),
        Claim.also(
            "the namespaces still exist after it has ended",
            seen -> seen.fact("afterwards").equals(NAME + "\n" + ADDRESS),
            "afterwards"));
  }

  @Override
  public Picture picture() {
    return new Picture.Walls("UTS namespace", "uts", "host");
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    stage.require(PACKAGES);
    String directory = stage.directory().toString();
    String netns = "jcr-" + stage.prefix();
    Shell maker = stage.host();
    maker.typeWell("cd " + directory);
    unshare(stage, maker, directory);
    netns(stage, maker, netns);
    String made = maker.type("stat -c %i ns/mount ns/uts ns/ipc /run/netns/" + netns).text();

    Container joiner = stage.container("joins", joining(directory + "/ns", netns));
    Container without = stage.containerExactly("without");
    Shell host = stage.host();
    String hostName = host.type("readlink /proc/self/ns/uts").text();
    Map<String, String> joined = look(joiner, directory);
    Map<String, String> control = look(without, directory);
    for (Map<String, String> facts : List.of(joined, control)) {
      facts.put("made", made);
      facts.put("host", hostName);
    }
    joiner.typeLast("exit");
    joined.put("joined", joined.get("uts"));
    joined.put("afterwards", lookAgain(maker, netns));
    maker.typeWell("umount --recursive ns");
    maker.typeWell("ip netns delete " + netns);
    return new Evidence(
        List.of(
            observation("setns", joiner, maker, joined),
            observation("without", without, host, control).as("without", true)));
  }

  static String joining(String files, String netns) {
    return "--ns=setns:"
        + Stream.of("mount", "uts", "ipc")
            .map(kind -> kind + "=" + files + "/" + kind)
            .collect(Collectors.joining(","))
        + ",net=/run/netns/"
        + netns;
  }

  /// As unshare(1) explains, the file of a mount namespace must not be on a mount that propagates.
  private static void unshare(Stage stage, Shell maker, String directory)
      throws IOException, InterruptedException, CannotBeShown {
    stage.undoLater("umount --lazy --recursive " + directory + "/ns 2>/dev/null");
    maker.typeWell("mkdir ns data; touch ns/mount ns/uts ns/ipc");
    maker.typeWell("mount --bind ns ns && mount --make-private ns");
    String command =
        "unshare --mount=ns/mount --uts=ns/uts --ipc=ns/ipc sh -c 'hostname "
            + NAME
            + "; mount -t tmpfs tmpfs data; echo "
            + TEXT
            + " >data/given'";
    // The kernel binds only the files of younger mount namespaces (EINVAL), and newer kernels
    // number namespaces per processor: on a host that is itself a container, another processor may
    // do.
    Shell.Said said = maker.type(command);
    for (int cpu = 0;
        said.status() != 0 && cpu < Runtime.getRuntime().availableProcessors();
        cpu++) {
      said = maker.type("taskset -c " + cpu + " " + command);
    }
    if (said.status() != 0) {
      throw new CannotBeShown(command + ": " + String.join("; ", said.lines()));
    }
  }

  /// The first namespace that ip-netns creates on a host mounts /run/netns on itself.
  private static void netns(Stage stage, Shell maker, String name)
      throws IOException, InterruptedException, CannotBeShown {
    if (Files.exists(NETNS.resolve(name))) {
      throw new CannotBeShown(
          NETNS.resolve(name) + " already exists and does not belong to" + " this demo");
    }
    boolean first =
        !Files.exists(NETNS)
            || !Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + NETNS + " ");
    if (first) { // EBUSY when somebody else has created one meanwhile
      String alsoDirectory = Files.exists(NETNS) ? "" : " && rmdir " + NETNS;
      stage.undoLater("umount " + NETNS + " 2>/dev/null" + alsoDirectory);
    }
    stage.undoLater("ip netns delete " + name + " 2>/dev/null");
    maker.typeWell("ip netns add " + name);
    maker.typeWell("ip -n " + name + " address add " + ADDRESS + "/32 dev lo");
  }

  private static Map<String, String> look(Container container, String directory)
      throws InterruptedException, CannotBeShown {
    Map<String, String> facts = new HashMap<>();
    String links =
        container.type("for n in mnt uts ipc net; do readlink /proc/self/ns/$n; done").text();
    facts.put("namespaces", links.replaceAll("(?m)^.*\\[(\\d+)]$", "$1"));
    facts.put("uts", links.replaceAll("(?s).*(uts:\\[\\d+]).*", "$1"));
    facts.put("host name", container.type("uname -n").text());
    facts.put("reads", container.type("cat " + directory + "/data/given").text());
    facts.put("addresses", container.type("ip -4 -o address show lo").text());
    return facts;
  }

  private static String lookAgain(Shell maker, String netns)
      throws InterruptedException, CannotBeShown {
    String name = maker.type("nsenter --uts=ns/uts uname -n").text();
    String addresses = maker.type("ip -n " + netns + " -4 -o address show lo").text();
    return name + (addresses.contains(ADDRESS) ? "\n" + ADDRESS : "");
  }

  private static Observation observation(
      String way, Container container, Shell host, Map<String, String> facts) {
    return new Observation(
        way, false, List.of(container.command()), List.of(container.view(), host.view()), facts);
  }
}
