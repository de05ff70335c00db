package io.jcr.cli.spec;

import io.jcr.cli.option.OptionTable;
import io.jcr.rootfs.tar.ArchiveLimits;
import io.jcr.spi.Network;
import io.jcr.spi.Spi;
import io.jcr.spi.SpiTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be asked of a container, as it stands on the command line; [SpecBuilder] makes sense of
/// it.
public final class RunOptions {
  private final SpiTable spis;
  public @Nullable String name;
  public @Nullable String hostname;
  public @Nullable Path rootfs;

  /// What selects backends, by the option of their SPI; networks stand in [#networks].
  public final Map<String, String> backends = new HashMap<>();

  public List<String> networks = new ArrayList<>();
  public @Nullable String userns;
  public List<String> publish = new ArrayList<>();
  public List<String> limits = new ArrayList<>();
  public List<String> env = new ArrayList<>();
  public List<Path> envFiles = new ArrayList<>();
  public @Nullable String workdir;
  public @Nullable String user;
  public List<String> volumes = new ArrayList<>();
  public List<String> tmpfs = new ArrayList<>();
  public boolean readOnly;
  public List<String> archiveLimits = new ArrayList<>();
  public boolean init;
  public List<String> capAdd = new ArrayList<>();
  public List<String> capDrop = new ArrayList<>();
  public List<String> securityOptions = new ArrayList<>();
  public boolean privileged;
  public List<String> devices = new ArrayList<>();
  public boolean interactive;
  public @Nullable Boolean tty;
  public List<String> command = new ArrayList<>();

  /// What `/etc/hosts` and `/etc/resolv.conf` say.
  public final NameOptions names = new NameOptions();

  /// What the kernel keeps of it beside its cgroups.
  public final KernelOptions kernel = new KernelOptions();

  /// Which of its namespaces are not its own.
  public final NamespaceOptions namespaces = new NamespaceOptions();

  /// docker's spellings of some of these.
  public final DockerOptions docker = new DockerOptions();

  /// @param spis what there are backends of
  public RunOptions(SpiTable spis) {
    this.spis = spis;
  }

  /// The kinds of backends that options select.
  SpiTable spis() {
    return spis;
  }

  /// What `--archive-limit` says.
  public ArchiveLimits archiveLimits() {
    return ArchiveLimits.DEFAULT.with(archiveLimits);
  }

  /// The options of `jcr run`.
  public void declare(OptionTable table) {
    table
        .value(
            "--name", "NAME", "The container's name (default: generated).", given -> name = given)
        .value(
            "-h, --hostname",
            "NAME",
            "The container's host name (default: its name).",
            given -> hostname = given)
        .file(
            "--rootfs",
            "DIR|ARCHIVE",
            "Root file system: a directory or a tar archive (also .gz, .xz, .zst; default: the bundled busybox).",
            given -> rootfs = given);
    for (Spi<?> spi : spis) {
      String option = "--" + spi.option();
      if (spi.type() == Network.class) {
        table.values(option, "BACKEND", spi.help(), given -> networks = given);
      } else {
        table.value(option, "BACKEND", spi.help(), given -> backends.put(spi.option(), given));
      }
    }
    table
        .value(
            "--userns",
            "auto|UID:COUNT",
            "Use a user namespace in which ids from 0 up are UID and up on the host.",
            given -> userns = given)
        .values(
            "-p, --publish",
            "[ADDRESS:][HOST]:PORT[/udp]",
            "Publish a port of the container on the host: 8080:80, 127.0.0.1:8080:80, 80 (on any free port), 8000-8009:80-89; implies --net=veth unless --net is given.",
            given -> publish = given);
    names.declare(table);
    table.values("--limit", "LIMIT", LimitOption.HELP, given -> limits = given);
    kernel.declare(table);
    namespaces.declare(table);
    table
        .values(
            "-e, --env",
            "K=V",
            "Set an environment variable; K alone copies the caller's value.",
            given -> env = given)
        .files(
            "--env-file",
            "FILE",
            "Read environment variables from a file (-: standard input), one K=V per line.",
            given -> envFiles = given)
        .value(
            "-w, --workdir",
            "DIR",
            "Working directory in the container (default: /).",
            given -> workdir = given)
        .value(
            "-u, --user",
            "USER[:GROUP]",
            "User and group to run as, by name or number (default: root).",
            given -> user = given)
        .values(
            "-v, --volume",
            "SRC:DST[:ro]",
            "Mount a file or directory of the host at DST.",
            given -> volumes = given)
        .values("--tmpfs", "DST[:OPT]", "Mount a tmpfs at DST.", given -> tmpfs = given)
        .values(
            "--archive-limit",
            "LIMIT",
            "Reject an archive beyond this limit (defaults: entries:1000000, name:4095, size:64G, time:900); repeatable.",
            given -> archiveLimits = given)
        .flag("--read-only", "Mount the root file system read-only.", given -> readOnly = given)
        .negatable(
            "--init",
            "Run the command as a child of a small init, which reaps zombies.",
            given -> init = given)
        .split(
            "--cap-add",
            "CAP",
            "Add a capability that is dropped by default (ALL: every one).",
            given -> capAdd = given)
        .split("--cap-drop", "CAP", "Drop a capability (ALL: every one).", given -> capDrop = given)
        .values(
            "--security-opt",
            "OPT",
            "seccomp=unconfined: no system call filter; new-privileges: set-user-ID programs work; no-new-privileges: the default.",
            given -> securityOptions = given)
        .values(
            "--device",
            "HOST[:CONTAINER][:rwm]",
            "Give the container a device of the host, or all below a directory of /dev.",
            given -> devices = given)
        .flag(
            "--privileged",
            "Do not confine the container: all capabilities and devices, no system call filter, nothing masked or read-only. It can take over the host.",
            given -> privileged = given)
        .flag(
            "-i, --interactive",
            "Accepted for compatibility with docker; standard input is always connected.",
            given -> interactive = given)
        .negatable(
            "-t, --tty",
            "Allocate a pseudo-terminal (default: if standard input and output are terminals).",
            given -> tty = given);
    docker.declare(table);
    table.commandLine(
        "[COMMAND [ARG...]]", "The command to run (default: /bin/sh).", words -> command = words);
  }
}
