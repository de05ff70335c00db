package io.jcr.program;

import io.jcr.api.Capability;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a machine must have for a backend to work, as data: `probe` has no time to start a program.
///
/// @param capabilities of jcr
/// @param filesystems that the kernel must have
/// @param files that must be readable
/// @param cgroups controllers, each in a hierarchy of a version
/// @param remedy what to do when something is missing; may be empty
record Needs(
    List<Capability> capabilities,
    List<String> filesystems,
    List<Path> files,
    List<Controller> cgroups,
    String remedy) {
  private static final List<String> MEMBERS =
      List.of("capabilities", "filesystems", "files", "cgroups", "remedy");

  Needs {
    capabilities = List.copyOf(capabilities);
    filesystems = List.copyOf(filesystems);
    files = List.copyOf(files);
    cgroups = List.copyOf(cgroups);
  }

  /// A cgroup controller.
  ///
  /// @param version of the hierarchy, 1 or 2
  /// @param controller such as `memory`
  public record Controller(int version, String controller) {}

  static Needs of(@Nullable Object json, String place) {
    if (json == null) {
      return new Needs(List.of(), List.of(), List.of(), List.of(), "");
    }
    Map<String, Object> members = RecordReader.members(json, place);
    ProgramDescription.requireOnly(members, MEMBERS, place);
    List<Controller> controllers = new ArrayList<>();
    for (Object element : elements(members, "cgroups", place)) {
      String inside = place + ".cgroups[" + controllers.size() + "]";
      controllers.add(
          (Controller)
              new RecordReader(0)
                  .record(Controller.class, RecordReader.members(element, inside), "", inside));
    }
    return new Needs(
        strings(members, "capabilities", place).stream().map(Needs::capability).toList(),
        strings(members, "filesystems", place),
        strings(members, "files", place).stream().map(Path::of).toList(),
        controllers,
        ProgramDescription.text(members, "remedy", place));
  }

  private static List<?> elements(Map<String, Object> members, String name, String place) {
    Object value = members.get(name);
    return value == null ? List.of() : RecordReader.elements(value, place + "." + name);
  }

  private static List<String> strings(Map<String, Object> members, String name, String place) {
    List<String> strings = new ArrayList<>();
    for (Object element : elements(members, name, place)) {
      strings.add(RecordReader.string(element, place + "." + name));
    }
    return strings;
  }

  private static Capability capability(String name) {
    for (Capability capability : Capability.values()) {
      if (capability.name().equals(name)) {
        return capability;
      }
    }
    throw new ProgramFault("needs '" + name + "', which is no capability such as CAP_NET_ADMIN");
  }

  /// Whether this machine has it all.
  Support on(HostFacts facts) {
    for (Capability capability : capabilities) {
      if (!facts.hasCapability(capability)) {
        return no(capability + " is missing", "run as root");
      }
    }
    for (String filesystem : filesystems) {
      if (!facts.hasFilesystem(filesystem)) {
        return no("the kernel has no file system " + filesystem, "load its module");
      }
    }
    for (Path file : files) {
      if (facts.read(file).isEmpty()) {
        return no(file + " is missing or unreadable", "create it");
      }
    }
    for (Controller needed : cgroups) {
      if (facts.cgroup(needed.version(), needed.controller()).isEmpty()) {
        return no(
            "no cgroup v" + needed.version() + " hierarchy has " + needed.controller(),
            "mount one, or choose another limiter");
      }
    }
    return Support.yes();
  }

  private Support no(String reason, String otherwise) {
    return Support.no(reason, remedy.isEmpty() ? otherwise : remedy);
  }
}
