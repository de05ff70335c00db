package io.jcr.oci;

import io.jcr.api.IdMapping;
import io.jcr.api.Linux;
import io.jcr.api.LinuxDevice;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.LinuxPersonality;
import io.jcr.api.LinuxSeccomp;
import io.jcr.api.LinuxTimeOffset;
import io.jcr.api.NamespaceType;
import io.jcr.api.UsageException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `linux`.
final class LinuxReader {
  private static final int DEFAULT_FILE_MODE = 0666;

  private LinuxReader() {}

  static Linux read(JsonObject linux) {
    List<IdMapping> uids = linux.objects("uidMappings").stream().map(LinuxReader::ids).toList();
    List<IdMapping> gids = linux.objects("gidMappings").stream().map(LinuxReader::ids).toList();
    if (!uids.equals(gids)) {
      throw new UsageException(
          "linux.gidMappings differ from linux.uidMappings: jcr maps both alike");
    }
    return new Linux(
        linux.objects("namespaces").stream().map(LinuxReader::namespace).toList(),
        uids,
        linux.objects("devices").stream().map(LinuxReader::device).toList(),
        linux.string("cgroupsPath").orElse(""),
        ResourcesReader.read(linux.objectOrEmpty("resources")),
        linux.string("rootfsPropagation").orElse(""),
        linux.object("seccomp").map(LinuxReader::seccomp).orElse(null),
        linux.stringMap("sysctl"),
        linux.strings("maskedPaths"),
        linux.strings("readonlyPaths"),
        timeOffsets(linux.objectOrEmpty("timeOffsets")),
        personality(linux));
  }

  private static IdMapping ids(JsonObject mapping) {
    return new IdMapping(
        mapping.numberOr("containerID", 0),
        mapping.numberOr("hostID", 0),
        mapping.numberOr("size", 0));
  }

  private static LinuxNamespace namespace(JsonObject namespace) {
    String type = namespace.requireString("type").toUpperCase(Locale.ROOT);
    return new LinuxNamespace(
        Words.of(NamespaceType.class, "", type, namespace.inside("type")),
        namespace.string("path").map(Path::of).orElse(null));
  }

  private static LinuxDevice device(JsonObject device) {
    return new LinuxDevice(
        device.requireString("path"),
        LinuxDevice.Type.of(device.requireString("type")),
        device.numberOr("major", 0),
        device.numberOr("minor", 0),
        Math.toIntExact(device.numberOr("fileMode", DEFAULT_FILE_MODE)),
        device.numberOr("uid", 0),
        device.numberOr("gid", 0));
  }

  private static LinuxSeccomp seccomp(JsonObject seccomp) {
    return new LinuxSeccomp(
        action(seccomp, "defaultAction"),
        Math.toIntExact(seccomp.numberOr("defaultErrnoRet", 0)),
        seccomp.strings("architectures"),
        seccomp.strings("flags"),
        seccomp.objects("syscalls").stream().map(LinuxReader::rule).toList());
  }

  private static LinuxSeccomp.Rule rule(JsonObject rule) {
    return new LinuxSeccomp.Rule(
        rule.strings("names"),
        action(rule, "action"),
        rule.number("errnoRet").map(Math::toIntExact).orElse(null),
        rule.objects("args").stream().map(LinuxReader::arg).toList());
  }

  private static LinuxSeccomp.Arg arg(JsonObject arg) {
    return new LinuxSeccomp.Arg(
        Math.toIntExact(arg.numberOr("index", 0)),
        arg.numberOr("value", 0),
        arg.numberOr("valueTwo", 0),
        Words.of(
            LinuxSeccomp.Operator.class, "SCMP_CMP_", arg.requireString("op"), arg.inside("op")));
  }

  private static LinuxSeccomp.Action action(JsonObject object, String name) {
    return Words.of(
        LinuxSeccomp.Action.class, "SCMP_ACT_", object.requireString(name), object.inside(name));
  }

  private static Map<String, LinuxTimeOffset> timeOffsets(JsonObject offsets) {
    Map<String, LinuxTimeOffset> map = new HashMap<>();
    for (String clock : offsets.members().keySet()) {
      JsonObject offset = offsets.objectOrEmpty(clock);
      map.put(
          clock, new LinuxTimeOffset(offset.numberOr("secs", 0), offset.numberOr("nanosecs", 0)));
    }
    return map;
  }

  /// The OCI runtime spec provides for flags, but defines none.
  private static LinuxPersonality domain(JsonObject personality) {
    List<String> flags = personality.strings("flags");
    if (!flags.isEmpty()) {
      throw new UsageException(
          personality.inside("flags") + ": '" + flags.getFirst() + "' is unknown: there are none");
    }
    return Words.of(
        LinuxPersonality.class,
        "",
        personality.requireString("domain"),
        personality.inside("domain"));
  }

  private static @Nullable LinuxPersonality personality(JsonObject linux) {
    return linux.object("personality").map(LinuxReader::domain).orElse(null);
  }
}
