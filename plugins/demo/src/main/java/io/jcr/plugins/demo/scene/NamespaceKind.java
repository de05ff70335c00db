package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Observation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The kinds of namespaces, and what can be observed of each.
enum NamespaceKind {
  NETWORK(
      "net",
      "network-namespace",
      "its own network interfaces",
      "The container has its own network interfaces, addresses, routes and ports, and none of the host's.",
      "ls /sys/class/net",
      "ls /sys/class/net"),
  MOUNT(
      "mnt",
      "mount-namespace",
      "its own mounts",
      "The container's mounts do not exist on the host, and its / is another file system.",
      "grep ' / ' /proc/self/mounts; stat -c %d:%i /",
      "grep ' / ' /proc/self/mounts; stat -c %d:%i /"),
  PID(
      "pid",
      "pid-namespace",
      "its own process ids",
      "The container's processes have their own PIDs; the host sees the same processes under"
          + " other PIDs (NSpid has both).",
      "echo $$",
      "grep NSpid /proc/PID/status"),
  UTS(
      "uts",
      "uts-namespace",
      "its own host name",
      "The container has its own host name; the host's does not change.",
      "uname -n",
      "uname -n"),
  IPC(
      "ipc",
      "ipc-namespace",
      "its own message queues",
      "A message queue created in the container is visible only in its IPC namespace.",
      "ls /dev/mqueue",
      "ls /dev/mqueue"),
  CGROUP(
      "cgroup",
      "cgroup-namespace",
      "its own view of the cgroups",
      "The container sees its own cgroup as the root, not its place in the host's hierarchy.",
      "grep -E ':(memory|pids)?:' /proc/self/cgroup",
      "grep -E ':(memory|pids)?:' /proc/PID/cgroup"),
  USER(
      "user",
      "user-namespace",
      "its own user ids",
      "Root inside, nobody special outside: uid 0 of the container is an unprivileged uid of the host.",
      "id -u; cat /proc/self/uid_map",
      "grep Uid /proc/PID/status");

  /// The queue that the first container of the IPC scene creates.
  static final String QUEUE = "made-inside";

  private final String file;
  private final String scene;
  private final String title;
  private final String sentence;
  private final String lookInside;
  private final String lookOnHost;

  NamespaceKind(
      String file,
      String scene,
      String title,
      String sentence,
      String lookInside,
      String lookOnHost) {
    this.file = file;
    this.scene = scene;
    this.title = title;
    this.sentence = sentence;
    this.lookInside = lookInside;
    this.lookOnHost = lookOnHost;
  }

  /// Its name below `/proc/PID/ns`.
  String file() {
    return file;
  }

  String scene() {
    return scene;
  }

  String title() {
    return title;
  }

  String sentence() {
    return sentence;
  }

  /// What is typed in the container, apart from asking which namespace it is in.
  String lookInside() {
    return lookInside;
  }

  /// What is typed on the host.
  String lookOnHost(String pid) {
    return lookOnHost.replace("PID", pid);
  }

  /// The option with which this backend creates a new namespace of this kind.
  String made(String backend) {
    return "--ns=" + backend + (this == USER ? ":user" : "");
  }

  /// The option that joins a container's namespace.
  String joined(String container) {
    return "--ns=setns:container="
        + container
        + switch (this) {
          case MOUNT, CGROUP -> "," + file; // the others are joined by default
          case NETWORK, PID, UTS, IPC, USER -> "";
        };
  }

  /// The option that leaves this kind of namespace out.
  String without() {
    return switch (this) {
      case NETWORK -> "--net=host";
      case USER -> "--ns=clone";
      case MOUNT, PID, UTS, IPC, CGROUP -> "--ns=setns:" + file + "=/proc/self/ns/" + file;
    };
  }

  /// What must be true.
  List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    claims.add(
        Claim.deciding(
            "the container's " + file + " namespace is not the host's",
            seen -> seen.differ("inside", "host"),
            "inside",
            "host"));
    claims.add(
        Claim.also(
            "container and host report the same namespace",
            seen -> seen.same("inside", "seen from the host"),
            "inside",
            "seen from the host"));
    claims.add(
        Claim.also(
            "a container that joins with setns is in the namespace of the first one",
            seen -> !seen.has("joined") || seen.same("joined", "inside"),
            "joined",
            "inside"));
    Claim more = effect();
    if (more != null) {
      claims.add(more);
    }
    return claims;
  }

  /// What a process notices of it.
  private @Nullable Claim effect() {
    String inside = "looks inside";
    String host = "looks on the host";
    return switch (this) {
      case NETWORK -> null; // what is shown depends on the chosen network
      case MOUNT ->
          Claim.deciding(
              "its / is not the host's", seen -> seen.differ(inside, host), inside, host);
      case PID ->
          Claim.deciding(
              "the host's /proc shows two PIDs for it",
              seen -> seen.fact(host).strip().split("\\s+", -1).length > 2,
              host);
      case UTS ->
          Claim.deciding(
              "its host name is not the host's", seen -> seen.differ(inside, host), inside, host);
      case IPC ->
          Claim.also(
              "the queue exists in the first container and in those that join it, and nowhere"
                  + " else",
              NamespaceKind::queueWhereItBelongs,
              inside,
              host);
      case CGROUP ->
          Claim.deciding(
              "its cgroup has different paths inside and outside",
              seen -> seen.differ(inside, host),
              inside,
              host);
      case USER ->
          Claim.deciding(
              "it is uid 0 inside, and another uid on the host",
              seen ->
                  seen.fact(inside).startsWith("0")
                      && seen.has(host)
                      && !seen.fact(host).matches("Uid:\\s+0\\s[\\s\\S]*"),
              inside,
              host);
    };
  }

  private static boolean queueWhereItBelongs(Observation seen) {
    boolean expected = seen.has("joined") || seen.has("first");
    boolean inside = seen.fact("looks inside").contains(QUEUE);
    return inside == expected && !seen.fact("looks on the host").contains(QUEUE);
  }
}
