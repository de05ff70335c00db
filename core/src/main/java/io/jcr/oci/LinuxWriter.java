package io.jcr.oci;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.IdMapping;
import io.jcr.api.Linux;
import io.jcr.api.LinuxDevice;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.LinuxSeccomp;
import io.jcr.api.LinuxTimeOffset;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Writes `linux`. [LinuxReader] is its inverse.
///
/// @param json the output
record LinuxWriter(JsonGenerator json) {
  void write(Linux linux) throws IOException {
    json.writeObjectFieldStart("linux");
    writeIds("uidMappings", linux.idMappings());
    writeIds("gidMappings", linux.idMappings());
    writeNamespaces(linux.namespaces());
    writeDevices(linux.devices());
    if (!linux.cgroupsPath().isEmpty()) {
      json.writeStringField("cgroupsPath", linux.cgroupsPath());
    }
    new ResourcesWriter(json).write(linux.resources());
    if (!linux.rootfsPropagation().isEmpty()) {
      json.writeStringField("rootfsPropagation", linux.rootfsPropagation());
    }
    if (linux.seccomp() != null) {
      writeSeccomp(linux.seccomp());
    }
    json.writeObjectFieldStart("sysctl");
    for (Map.Entry<String, String> sysctl : new TreeMap<>(linux.sysctl()).entrySet()) {
      json.writeStringField(sysctl.getKey(), sysctl.getValue());
    }
    json.writeEndObject();
    writeStrings("maskedPaths", linux.maskedPaths());
    writeStrings("readonlyPaths", linux.readonlyPaths());
    writeTimeOffsets(linux.timeOffsets());
    if (linux.personality() != null) {
      json.writeObjectFieldStart("personality");
      json.writeStringField("domain", linux.personality().name());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeNamespaces(List<LinuxNamespace> namespaces) throws IOException {
    json.writeArrayFieldStart("namespaces");
    for (LinuxNamespace namespace : namespaces) {
      json.writeStartObject();
      json.writeStringField("type", namespace.type().name().toLowerCase(Locale.ROOT));
      if (namespace.path() != null) {
        json.writeStringField("path", namespace.path().toString());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeIds(String name, List<IdMapping> mappings) throws IOException {
    json.writeArrayFieldStart(name);
    for (IdMapping mapping : mappings) {
      json.writeStartObject();
      json.writeNumberField("containerID", mapping.containerId());
      json.writeNumberField("hostID", mapping.hostId());
      json.writeNumberField("size", mapping.size());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeDevices(List<LinuxDevice> devices) throws IOException {
    json.writeArrayFieldStart("devices");
    for (LinuxDevice device : devices) {
      json.writeStartObject();
      json.writeStringField("path", device.path());
      json.writeStringField("type", device.type().letter());
      json.writeNumberField("major", device.major());
      json.writeNumberField("minor", device.minor());
      json.writeNumberField("fileMode", device.fileMode());
      json.writeNumberField("uid", device.uid());
      json.writeNumberField("gid", device.gid());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeSeccomp(LinuxSeccomp seccomp) throws IOException {
    json.writeObjectFieldStart("seccomp");
    json.writeStringField("defaultAction", action(seccomp.defaultAction()));
    if (seccomp.defaultErrnoRet() != 0) {
      json.writeNumberField("defaultErrnoRet", seccomp.defaultErrnoRet());
    }
    writeStrings("architectures", seccomp.architectures());
    writeStrings("flags", seccomp.flags());
    json.writeArrayFieldStart("syscalls");
    for (LinuxSeccomp.Rule rule : seccomp.syscalls()) {
      writeRule(rule);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeRule(LinuxSeccomp.Rule rule) throws IOException {
    json.writeStartObject();
    writeStrings("names", rule.names());
    json.writeStringField("action", action(rule.action()));
    if (rule.errnoRet() != null) {
      json.writeNumberField("errnoRet", rule.errnoRet());
    }
    if (!rule.args().isEmpty()) {
      json.writeArrayFieldStart("args");
      for (LinuxSeccomp.Arg arg : rule.args()) {
        json.writeStartObject();
        json.writeNumberField("index", arg.index());
        json.writeFieldName("value");
        json.writeNumber(Long.toUnsignedString(arg.value()));
        json.writeFieldName("valueTwo");
        json.writeNumber(Long.toUnsignedString(arg.valueTwo()));
        json.writeStringField("op", "SCMP_CMP_".concat(arg.op().name()));
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static String action(LinuxSeccomp.Action action) {
    return "SCMP_ACT_".concat(action.name());
  }

  private void writeTimeOffsets(Map<String, LinuxTimeOffset> offsets) throws IOException {
    if (offsets.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("timeOffsets");
    for (Map.Entry<String, LinuxTimeOffset> offset : new TreeMap<>(offsets).entrySet()) {
      json.writeObjectFieldStart(offset.getKey());
      json.writeNumberField("secs", offset.getValue().secs());
      json.writeNumberField("nanosecs", offset.getValue().nanosecs());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void writeStrings(String name, Collection<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
