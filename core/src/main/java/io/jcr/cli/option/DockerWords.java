package io.jcr.cli.option;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What jcr has, or has not, in the place of docker's words: the one table of them. It is asked
/// only about words that jcr does not know, so what jcr comes to have needs no change here.
public final class DockerWords {
  private static final String IMAGES =
      "jcr has no images yet: --rootfs=DIR|TAR takes a root file system, such as one from"
          + " 'docker export CONTAINER' or debootstrap";

  private static final String NO_NETWORKS =
      "networks are not created in advance: see --net of jcr run";

  private static final String NO_VOLUMES =
      "there are no named volumes: -v DIR:DST mounts a directory of the host";

  private static final String NO_HEALTH = "jcr does not check the health of containers";

  private static final String NO_SHARES =
      "--limit=cpu:NUMBER or --cpus limits CPU time; there are no shares";

  private static final String RATES = "--limit=io:read=10M,write=5M,riops=100,wiops=100 limits it";

  /// Images that people are likely to try.
  private static final Set<String> FAMILIAR =
      Set.of(
          "alpine",
          "almalinux",
          "archlinux",
          "busybox",
          "caddy",
          "centos",
          "debian",
          "fedora",
          "golang",
          "hello-world",
          "httpd",
          "mariadb",
          "memcached",
          "mongo",
          "mysql",
          "nginx",
          "node",
          "openjdk",
          "opensuse",
          "postgres",
          "python",
          "rabbitmq",
          "redis",
          "registry",
          "rockylinux",
          "ruby",
          "rust",
          "scratch",
          "traefik",
          "ubuntu",
          "wordpress");

  private DockerWords() {}

  /// What there is in the place of a command of docker's; empty when docker has no such command.
  public static Optional<String> command(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "pull",
              "push",
              "images",
              "image",
              "rmi",
              "load",
              "save",
              "import",
              "commit",
              "tag",
              "history",
              "search",
              "manifest",
              "export" ->
              IMAGES;
          case "build", "buildx", "builder" ->
              "jcr does not build images: --rootfs=DIR|TAR takes a root file system from"
                  + " docker, debootstrap or tar";
          case "login", "logout", "trust" -> "jcr does not use registries, so there is no login";
          case "network" -> NO_NETWORKS;
          case "volume" -> NO_VOLUMES;
          case "container" -> "leave out 'container': jcr run, jcr ps, jcr rm ...";
          case "ls", "list" -> "jcr ps lists containers";
          case "info", "system" ->
              "jcr doctor says what can run on this host; jcr gc removes what is left over";
          case "prune" -> "jcr gc removes what is left over";
          case "compose", "swarm", "stack", "service", "node", "config", "secret" ->
              "jcr runs single containers: use a script or systemd for groups";
          case "context" -> "jcr runs containers on this machine only";
          case "plugin" -> "jcr plugins lists the plugins";
          case "checkpoint" -> "jcr has no checkpoints; jcr pause stops a container's processes";
          default -> null;
        });
  }

  /// What there is in the place of an option of `docker run`; empty when that has none such.
  ///
  /// @param option with its hyphens, without a value
  public static Optional<String> option(String option) {
    String host = host(option);
    return Optional.ofNullable(host == null ? limit(option) : host);
  }

  private static @Nullable String host(String option) {
    return switch (option) {
      case "-P", "--publish-all", "--expose" ->
          "there is no image to declare ports: -p HOST:CONTAINER publishes one";
      case "--gpus" -> "jcr does not set up GPUs";
      case "--platform", "--pull", "--disable-content-trust", "--quiet", "-q" -> IMAGES;
      case "--link", "--network-alias", "--link-local-ip" ->
          "containers cannot find each other by name: jcr inspect shows a container's address, which"
              + " --net=veth:ip=ADDRESS chooses";
      case "--ip" -> "--net=veth:ip=ADDRESS";
      case "--ip6" -> "containers have IPv4 only: --net=veth:ip=ADDRESS";
      case "--mac-address" -> "the hardware address is derived from the IP address";
      case "--volumes-from" -> "give the same -v again: a container's are in jcr inspect";
      case "--volume-driver" -> NO_VOLUMES;
      case "--storage-opt" -> "--fs=overlay or --fs=bind says how a container gets its root";
      case "--runtime" -> "jcr is the runtime; --ns, --fs, --net and --limiter choose its parts";
      case "--isolation" -> "--ns says which namespaces a container gets";
      case "--cgroupns" -> "a container always has its own cgroup namespace";
      case "--health-cmd",
          "--health-interval",
          "--health-retries",
          "--health-start-period",
          "--health-start-interval",
          "--health-timeout",
          "--no-healthcheck" ->
          NO_HEALTH;
      case "--log-driver" -> "jcr logs reads the one kind of log; --log-opt rotates it";
      case "--label-file" -> "--label KEY=VALUE, once for each";
      case "-a", "--attach" ->
          "run without -d is connected with all three streams; jcr attach connects later";
      case "--detach-keys" -> "Ctrl-P Ctrl-Q; see jcr attach --help";
      case "--sig-proxy" -> "signals always go to the program";
      default -> null;
    };
  }

  private static @Nullable String limit(String option) {
    return switch (option) {
      case "-c", "--cpu-shares" -> NO_SHARES;
      case "--cpu-period",
          "--cpu-quota",
          "--cpu-rt-period",
          "--cpu-rt-runtime",
          "--cpu-count",
          "--cpu-percent" ->
          "--limit=cpu:NUMBER or --cpus limits CPU time";
      case "--cpuset-mems" -> "--limit=cpuset:LIST or --cpuset-cpus chooses processors";
      case "--memory-reservation", "--kernel-memory", "--memory-swappiness", "--oom-kill-disable" ->
          "--limit=memory:SIZE or --memory is a hard limit, --memory-swap the one with swap";
      case "--blkio-weight",
          "--blkio-weight-device",
          "--device-read-bps",
          "--device-write-bps",
          "--device-read-iops",
          "--device-write-iops",
          "--io-maxbandwidth",
          "--io-maxiops" ->
          RATES;
      case "--device-cgroup-rule" ->
          "a container cannot make device nodes, so which it has is decided by /dev alone";
      default -> null;
    };
  }

  /// What to say besides when a program is not found that looks like the name of an image: a
  /// familiar one, or one with a tag or a registry.
  public static Optional<String> image(String word) {
    int slash = word.lastIndexOf('/');
    String last = word.substring(slash + 1);
    int colon = last.indexOf(':');
    String name = (colon < 0 ? last : last.substring(0, colon)).toLowerCase(Locale.ROOT);
    boolean path = word.startsWith("/") || word.startsWith(".") || word.endsWith("/");
    boolean tagged = colon > 0 && colon < last.length() - 1;
    return !path && !name.isEmpty() && (tagged || FAMILIAR.contains(name))
        ? Optional.of("'" + word + "' looks like an image: " + IMAGES)
        : Optional.empty();
  }
}
