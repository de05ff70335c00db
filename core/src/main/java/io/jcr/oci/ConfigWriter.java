package io.jcr.oci;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.Hook;
import io.jcr.api.Hooks;
import io.jcr.api.LinuxCapabilities;
import io.jcr.api.Mount;
import io.jcr.api.Rlimit;
import io.jcr.api.User;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes a config.json. [ConfigReader] is its inverse.
///
/// @param json the output
record ConfigWriter(JsonGenerator json) {
  /// The prefix of jcr's own annotations.
  static final String JCR = "io.jcr.";

  /// The annotation that says that PID 1 is jcr's own small init.
  static final String INIT = JCR + "init";

  /// The annotation of a root that was not asked for, but is the default.
  static final String DEFAULT_ROOT = JCR + "default-rootfs";

  /// The prefix of annotations that name the chosen backends.
  static final String BACKEND = JCR + "backend.";

  void write(ContainerSpec spec) throws IOException {
    json.writeStartObject();
    json.writeStringField("ociVersion", Bundle.OCI_VERSION);
    writeAnnotations(spec); // first, for ConfigSummary
    writeProcess(spec.process());
    json.writeObjectFieldStart("root");
    json.writeStringField("path", spec.root().path().toString());
    json.writeBooleanField("readonly", spec.root().readonly());
    json.writeEndObject();
    json.writeStringField("hostname", spec.hostname());
    if (!spec.domainname().isEmpty()) {
      json.writeStringField("domainname", spec.domainname());
    }
    writeMounts(spec.mounts());
    writeHooks(spec.hooks());
    new LinuxWriter(json).write(spec.linux());
    json.writeEndObject();
  }

  private void writeProcess(ContainerProcess process) throws IOException {
    json.writeObjectFieldStart("process");
    json.writeBooleanField("terminal", process.terminal());
    writeUser(process.user(), process.umask());
    writeStrings("args", process.args());
    writeStrings("env", process.env());
    json.writeStringField("cwd", process.cwd());
    writeCapabilities(process.capabilitySets());
    writeRlimits(process.rlimits());
    json.writeBooleanField("noNewPrivileges", process.noNewPrivileges());
    if (process.oomScoreAdj() != null) {
      json.writeNumberField("oomScoreAdj", process.oomScoreAdj());
    }
    json.writeEndObject();
  }

  private void writeUser(User user, long umask) throws IOException {
    json.writeObjectFieldStart("user");
    json.writeNumberField("uid", user.uid());
    json.writeNumberField("gid", user.gid());
    json.writeNumberField("umask", umask);
    json.writeArrayFieldStart("additionalGids");
    for (long gid : user.additionalGids()) {
      json.writeNumber(gid);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeCapabilities(LinuxCapabilities sets) throws IOException {
    json.writeObjectFieldStart("capabilities");
    writeSet("bounding", sets.bounding());
    writeSet("effective", sets.effective());
    writeSet("inheritable", sets.inheritable());
    writeSet("permitted", sets.permitted());
    writeSet("ambient", sets.ambient());
    json.writeEndObject();
  }

  private void writeSet(String name, Set<Capability> set) throws IOException {
    json.writeArrayFieldStart(name);
    for (Capability capability : Capability.values()) {
      if (set.contains(capability)) {
        json.writeString(capability.name());
      }
    }
    json.writeEndArray();
  }

  private void writeRlimits(List<Rlimit> limits) throws IOException {
    json.writeArrayFieldStart("rlimits");
    for (Rlimit limit : limits) {
      json.writeStartObject();
      json.writeStringField("type", "RLIMIT_".concat(limit.resource().name()));
      json.writeFieldName("hard");
      json.writeNumber(Long.toUnsignedString(limit.hard()));
      json.writeFieldName("soft");
      json.writeNumber(Long.toUnsignedString(limit.soft()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeMounts(List<Mount> mounts) throws IOException {
    json.writeArrayFieldStart("mounts");
    for (Mount mount : mounts) {
      json.writeStartObject();
      json.writeStringField("destination", mount.destination());
      json.writeStringField("type", mount.type());
      json.writeStringField("source", mount.source());
      writeStrings("options", mount.options());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeHooks(Hooks hooks) throws IOException {
    if (hooks.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("hooks");
    writeHooks("prestart", hooks.prestart());
    writeHooks("createRuntime", hooks.createRuntime());
    writeHooks("createContainer", hooks.createContainer());
    writeHooks("startContainer", hooks.startContainer());
    writeHooks("poststart", hooks.poststart());
    writeHooks("poststop", hooks.poststop());
    json.writeEndObject();
  }

  private void writeHooks(String name, List<Hook> hooks) throws IOException {
    json.writeArrayFieldStart(name);
    for (Hook hook : hooks) {
      json.writeStartObject();
      json.writeStringField("path", hook.path());
      writeStrings("args", hook.args());
      writeStrings("env", hook.env());
      if (hook.timeout() > 0) {
        json.writeNumberField("timeout", hook.timeout());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeAnnotations(ContainerSpec spec) throws IOException {
    Map<String, String> annotations = new TreeMap<>(spec.annotations());
    for (Map.Entry<String, BackendChoice> choice : spec.backends().entrySet()) {
      annotations.put(BACKEND.concat(choice.getKey()), choice.getValue().text());
    }
    if (spec.process().init()) {
      annotations.put(INIT, "true");
    }
    if (!spec.root().given()) {
      annotations.put(DEFAULT_ROOT, "true");
    }
    json.writeObjectFieldStart("annotations");
    for (Map.Entry<String, String> annotation : annotations.entrySet()) {
      json.writeStringField(annotation.getKey(), annotation.getValue());
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
