package io.jcr.e2e;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What on the host can be of a jcr that the tests started, by its name and its place. Everybody
/// else's containers, mounts, links and processes come and go as they like meanwhile.
///
/// @param home the distribution that is tested
/// @param temporary how the directories of the tests begin
record Belongings(Path home, String temporary) {
  private static final List<String> PLACES = List.of("/run/jcr/", "/var/lib/jcr/");
  private static final String NAME = "jcr";
  private static final int MOUNT_POINT = 4;

  /// One process as the kernel tells about it; what it does not tell is empty.
  ///
  /// @param name as in `/proc/PID/comm`
  /// @param program what `/proc/PID/exe` leads to
  /// @param cgroups the text of `/proc/PID/cgroup`
  /// @param mounts the text of `/proc/PID/mountinfo` if that is not the host's, otherwise empty
  record Seen(long pid, long parent, String name, String program, String cgroups, String mounts) {}

  /// Whether a line of mountinfo is about a place of jcr's, or about something that is kept there.
  boolean isMount(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length <= MOUNT_POINT) {
      return false;
    }
    String point = fields[MOUNT_POINT];
    return point.startsWith(home + "/") || point.startsWith(temporary) || isKeptByJcr(line);
  }

  private static boolean isKeptByJcr(String text) {
    return PLACES.stream().anyMatch(text::contains);
  }

  /// Whether an interface is called as jcr calls its own, or is a port of one of jcr's bridges.
  ///
  /// @param master the interface that it is a port of, if it is one
  static boolean isLink(String name, @Nullable String master) {
    return isName(name) || (master != null && isName(master));
  }

  /// Whether something has one of the names that jcr and these tests give.
  static boolean isName(String name) {
    return name.startsWith(NAME);
  }

  /// Whether a line of `nft list tables` (`table inet jcr-web`) is about a table of jcr's.
  static boolean isTable(String line) {
    return isName(line.substring(line.lastIndexOf(' ') + 1));
  }

  /// Those of `all` that a jcr of the process `self` has made or is.
  Set<Long> processes(List<Seen> all, long self) {
    Map<Long, Seen> byPid = new HashMap<>();
    all.forEach(one -> byPid.put(one.pid(), one));
    Set<Long> ancestors = new HashSet<>();
    for (Seen at = byPid.get(self); at != null; at = byPid.get(at.parent())) {
      ancestors.add(at.parent());
    }
    Set<Long> found = new HashSet<>();
    for (Seen one : all) {
      if (isOfAJcr(one) && isFrom(self, ancestors, one, byPid)) {
        found.add(one.pid());
      }
    }
    return found;
  }

  /// Whether a process has `self` among its ancestors, or jcr's processes alone: then whoever
  /// started those has ended, and they were given to the next one that takes orphans. A jcr that
  /// somebody else runs has that somebody's shell above it.
  private boolean isFrom(long self, Set<Long> ancestors, Seen process, Map<Long, Seen> byPid) {
    boolean jcrAlone = true;
    Seen at = process;
    while (at.parent() != self) {
      Seen parent = byPid.get(at.parent());
      if (parent == null || ancestors.contains(parent.pid())) {
        return jcrAlone;
      }
      jcrAlone &= isOfAJcr(parent);
      at = parent;
    }
    return true;
  }

  private boolean isOfAJcr(Seen process) {
    return process.name().equals("jcr-init")
        || process.program().startsWith(home + "/")
        || process.cgroups().contains("/jcr/")
        || process.cgroups().contains("/jcr-")
        || process.mounts().contains(home + "/")
        || isKeptByJcr(process.mounts());
  }
}
