package io.jcr.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What can be asked of a container, as it stands on the command line; [SpecBuilder] makes sense of
/// it.
final class RunOptions {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The container's name (default: one is made up).")
  @Nullable String name;

  @Option(
      names = {"-h", "--hostname"},
      paramLabel = "NAME",
      description = "Its host name (default: its name).")
  @Nullable String hostname;

  @Option(
      names = "--rootfs",
      paramLabel = "DIR|ARCHIVE",
      description =
          "Its root file system: a directory or a tar archive, also .gz, .xz, .zst (default: the bundled busybox).")
  @Nullable Path rootfs;

  @Option(
      names = "--ns",
      paramLabel = "BACKEND",
      description =
          "How it gets its namespaces: clone (default), unshare, setns:pid=N, setns:net=FILE ...")
  @Nullable String namespace;

  @Option(
      names = "--userns",
      paramLabel = "auto|UID:COUNT",
      description = "A user namespace: its ids from 0 are UID and the following on the host.")
  @Nullable String userns;

  @Option(
      names = "--fs",
      paramLabel = "BACKEND",
      description = "How it gets its root: overlay (default) or bind.")
  @Nullable String filesystem;

  @Option(
      names = "--net",
      paramLabel = "BACKEND",
      description = "How it is connected: none (default), veth, veth:nat, veth:ip=10.88.0.7.")
  @Nullable String network;

  @Option(
      names = "--limiter",
      paramLabel = "BACKEND",
      description = "How it is limited (default: the cgroup version that is mounted).")
  @Nullable String limiter;

  @Option(
      names = "--limit",
      paramLabel = "LIMIT",
      description = "memory:100M, cpu:0.5 or cpu:50%%, pids:64, cpuset:0-1; repeatable.")
  List<String> limits = new ArrayList<>();

  @Option(
      names = {"-e", "--env"},
      paramLabel = "K=V",
      description = "Set a variable; K alone takes the caller's value.")
  List<String> env = new ArrayList<>();

  @Option(
      names = "--env-file",
      paramLabel = "FILE",
      description = "Read variables from a file, one K=V a line.")
  List<Path> envFiles = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "Working directory inside (default: /).")
  @Nullable String workdir;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER[:GROUP]",
      description = "Names or numbers (default: root).")
  @Nullable String user;

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "SRC:DST[:ro]",
      description = "Show a file or directory of the host inside.")
  List<String> volumes = new ArrayList<>();

  @Option(
      names = "--tmpfs",
      paramLabel = "DST[:OPT]",
      description = "A file system in memory at DST.")
  List<String> tmpfs = new ArrayList<>();

  @Option(names = "--read-only", description = "The root file system cannot be written.")
  boolean readOnly;

  @Option(
      names = "--init",
      negatable = true,
      description = "PID 1 is a small init that reaps; the command is its child.")
  boolean init;

  @Option(
      names = "--cap-add",
      paramLabel = "CAP",
      split = ",",
      description = "Keep a capability that is dropped by default; ALL for all.")
  List<String> capAdd = new ArrayList<>();

  @Option(
      names = "--cap-drop",
      paramLabel = "CAP",
      split = ",",
      description = "Drop a capability; ALL for all.")
  List<String> capDrop = new ArrayList<>();

  @Option(
      names = "--security-opt",
      paramLabel = "OPT",
      description =
          "seccomp=unconfined: no filter of system calls; new-privileges: set-user-ID programs work.")
  List<String> securityOptions = new ArrayList<>();

  @Option(
      names = {"-i", "--interactive"},
      description = "Accepted for docker's sake: standard input is always connected.")
  boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      negatable = true,
      description =
          "A pseudo-terminal of its own (default: when standard input and output are terminals).")
  @Nullable Boolean tty;

  @Parameters(
      paramLabel = "COMMAND [ARG...]",
      arity = "0..*",
      description = "What it runs (default: /bin/sh).")
  List<String> command = new ArrayList<>();
}
