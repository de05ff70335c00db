package io.jcr.runtime;

import io.jcr.api.Capability;
import io.jcr.linux.Libc;
import io.jcr.rootfs.ArchiveCache;
import io.jcr.spi.HostFacts;
import io.jcr.state.GarbageCollector;
import io.jcr.state.StateRoot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Examines what a host offers to containers. Changes nothing. Works without privileges, but sees
/// less.
public final class Doctor {
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);

  /// 5.12, as major * 1000 + minor.
  private static final int NEEDED = 5012;

  private static final List<String> NAMESPACES =
      List.of("mnt", "pid", "uts", "ipc", "net", "cgroup");

  /// File systems that overlayfs does not accept for its upper layer.
  private static final Set<String> NOT_FOR_OVERLAY =
      Set.of("overlay", "nfs", "nfs4", "cifs", "9p", "vfat");

  private final HostFacts facts;
  private final StateRoot root;
  private final Libc libc;
  private final List<Finding> findings = new ArrayList<>();

  /// A doctor for one host.
  public Doctor(HostFacts facts, StateRoot root, Libc libc) {
    this.facts = facts;
    this.root = root;
    this.libc = libc;
  }

  /// How much a finding matters.
  public enum Grade {
    /// As it should be.
    GOOD,
    /// Worth knowing, but containers run.
    NOTE,
    /// Containers do not run, or not with all of jcr's defaults.
    BAD
  }

  /// One examined item.
  ///
  /// @param subject such as `kernel`
  /// @param detail what was found
  /// @param cure what would help, or empty
  public record Finding(Grade grade, String subject, String detail, String cure) {}

  /// Examines everything.
  public List<Finding> examine() {
    findings.clear();
    kernel();
    capabilities();
    cgroups();
    namespaces();
    userNamespaces();
    procMounts();
    layers();
    forwarding();
    leftovers();
    archives();
    return List.copyOf(findings);
  }

  private void kernel() {
    String release = sysctl("kernel/osrelease");
    Matcher version = RELEASE.matcher(release);
    boolean enough =
        version.matches()
            && Integer.parseInt(version.group(1)) * 1000 + Integer.parseInt(version.group(2))
                >= NEEDED;
    if (enough) {
      good("kernel", release);
    } else {
      bad("kernel", release + ": mount_setattr(2) is missing", "Linux 5.12 or later");
    }
  }

  private void capabilities() {
    String missing =
        Stream.of(Capability.values())
            .filter(capability -> !facts.hasCapability(capability))
            .map(Capability::name)
            .collect(Collectors.joining(" "));
    if (!facts.hasCapability(Capability.CAP_SYS_ADMIN)) {
      bad("capabilities", "CAP_SYS_ADMIN is missing", "run as root, for instance with sudo");
    } else if (missing.isEmpty()) {
      good("capabilities", "all");
    } else {
      note("capabilities", "missing: " + missing, "containers cannot get them with --cap-add");
    }
  }

  private void cgroups() {
    if (facts.cgroups().isEmpty()) {
      bad("cgroups", "none are mounted", "mount -t cgroup2 none /sys/fs/cgroup");
      return;
    }
    for (HostFacts.CgroupHierarchy hierarchy : facts.cgroups()) {
      String controllers =
          hierarchy.controllers().isEmpty()
              ? "no controllers"
              : hierarchy.controllers().stream().sorted().collect(Collectors.joining(" "));
      good("cgroup v" + hierarchy.version(), hierarchy.mountPoint() + ": " + controllers);
    }
  }

  /// namespaces(7): each kind has a limit, and 0 switches it off.
  private void namespaces() {
    List<String> off =
        NAMESPACES.stream()
            .filter(kind -> sysctl("user/max_" + kind + "_namespaces").equals("0"))
            .toList();
    if (off.isEmpty()) {
      good("namespaces", "all kinds that a container needs");
    } else {
      bad(
          "namespaces",
          "switched off: " + String.join(" ", off),
          "sysctl "
              + off.stream()
                  .map(kind -> "user.max_" + kind + "_namespaces=1000")
                  .collect(Collectors.joining(" ")));
    }
  }

  private void userNamespaces() {
    String most = sysctl("user/max_user_namespaces");
    if (most.equals("0")) {
      note("user namespaces", "switched off", "sysctl user.max_user_namespaces=1000");
    } else if (sysctl("kernel/apparmor_restrict_unprivileged_userns").equals("1")) {
      note("user namespaces", "AppArmor allows them to root only", "");
    } else if (sysctl("kernel/unprivileged_userns_clone").equals("0")) {
      note("user namespaces", "for root only", "");
    } else {
      good("user namespaces", most.isEmpty() ? "none" : "at most " + most);
    }
  }

  /// A mount over a part of /proc makes the kernel refuse a fresh procfs in a user namespace.
  private void procMounts() {
    List<String> over =
        facts
            .read(Path.of("/proc/self/mountinfo"))
            .orElse("")
            .lines()
            .map(line -> line.split(" ", 6)[4])
            .filter(
                point -> point.startsWith("/proc/") && !point.equals("/proc/sys/fs/binfmt_misc"))
            .toList();
    if (over.isEmpty()) {
      good("/proc", "not covered");
    } else {
      note(
          "/proc",
          "covered in part: " + String.join(" ", over),
          "a user namespace gets no fresh /proc here");
    }
  }

  private void layers() {
    Path existing = root.data();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      String type = Files.getFileStore(existing).type();
      if (NOT_FOR_OVERLAY.contains(type)) {
        bad(
            "layers",
            existing + " is on " + type + ", which overlayfs cannot write to",
            "--root DIR on another file system, or --fs=bind");
      } else {
        good("layers", existing + " is on " + type);
      }
    } catch (IOException e) {
      note("layers", existing + ": " + e.getMessage(), "");
    }
  }

  private void forwarding() {
    if (sysctl("net/ipv4/ip_forward").equals("1")) {
      note("ip_forward", "on", "containers of --net=veth can reach what this host forwards to");
    } else {
      good("ip_forward", "off; --net=veth:nat switches it on while such a container runs");
    }
  }

  private void leftovers() {
    List<String> dead = new ArrayList<>();
    if (Files.isDirectory(root.containers())) {
      try (DirectoryStream<Path> containers = Files.newDirectoryStream(root.containers())) {
        for (Path container : containers) {
          if (isDead(container.resolve("undo"))) {
            dead.add(String.valueOf(container.getFileName()));
          }
        }
      } catch (IOException e) {
        note("leftovers", root.containers() + " cannot be read", "run as root");
        return;
      }
    }
    if (dead.isEmpty()) {
      good("leftovers", "none");
    } else {
      note("leftovers", "of dead containers: " + String.join(" ", dead), "jcr gc");
    }
  }

  private void archives() {
    ArchiveCache cache = new ArchiveCache(root.archives());
    if (Files.isDirectory(root.archives()) && !Files.isReadable(root.archives())) {
      note("archives", root.archives() + " cannot be read", "run as root");
      return;
    }
    int count = cache.trees().size();
    if (count == 0) {
      good("archives", "none are unpacked");
      return;
    }
    List<ArchiveCache.Surplus> surplus =
        cache.surplus(
            GarbageCollector.rootsInUse(root), ArchiveCache.Policy.DEFAULT, Instant.now());
    String found =
        count + " unpacked in " + root.archives() + ", " + ArchiveCache.size(cache.bytes());
    if (surplus.isEmpty()) {
      good("archives", found);
    } else {
      long bytes = surplus.stream().mapToLong(ArchiveCache.Surplus::bytes).sum();
      String gone = "; " + surplus.size() + " not needed, " + ArchiveCache.size(bytes);
      note("archives", found + gone, "jcr gc");
    }
  }

  private boolean isDead(Path journal) {
    if (!Files.isReadable(journal)) {
      return !Files.exists(journal);
    }
    int fd = libc.open(journal, Libc.O_RDONLY, 0);
    try {
      return libc.flock(fd, Libc.LOCK_EX | Libc.LOCK_NB);
    } finally {
      libc.close(fd);
    }
  }

  private String sysctl(String name) {
    return facts.read(Path.of("/proc/sys", name)).orElse("").strip();
  }

  private void good(String subject, String detail) {
    findings.add(new Finding(Grade.GOOD, subject, detail, ""));
  }

  private void note(String subject, String detail, String cure) {
    findings.add(new Finding(Grade.NOTE, subject, detail, cure));
  }

  private void bad(String subject, String detail, String cure) {
    findings.add(new Finding(Grade.BAD, subject, detail, cure));
  }
}
