package io.jcr.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.HostException;
import io.jcr.api.IdMapping;
import io.jcr.api.LinuxNamespace;
import io.jcr.api.Mount;
import io.jcr.api.Rlimit;
import io.jcr.api.User;
import io.jcr.spi.Backend;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A container's `config.json`: what it was started with, in the words of the OCI runtime spec's
/// config, and the backends that did it. For `jcr inspect`; jcr itself does not read it again. Only
/// its owner may: the environment is where passwords are.
final class ConfigFile {
  private static final String NAME = "config.json";

  private final JsonGenerator json;

  private ConfigFile(JsonGenerator json) {
    this.json = json;
  }

  /// Writes it into the container directory `bundle`, where it must not exist.
  ///
  /// @param spec with the namespaces that the backends have decided on
  static void write(Path bundle, ContainerSpec spec, Backends backends) {
    Path file = in(bundle);
    Set<PosixFilePermission> owner =
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    try (var channel =
            Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(owner));
        Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      new ConfigFile(json).write(spec, backends);
    } catch (IOException e) {
      throw new HostException("write " + file + ": " + e);
    }
  }

  /// The text of the one in `bundle`; empty when there is none yet, or it may not be read.
  static Optional<String> read(Path bundle, HostFacts facts) {
    return facts.read(in(bundle));
  }

  /// Where it is.
  static Path in(Path bundle) {
    return bundle.resolve(NAME);
  }

  private void write(ContainerSpec spec, Backends backends) throws IOException {
    json.writeStartObject();
    json.writeStringField("ociVersion", StateFile.OCI_VERSION);
    writeProcess(spec.process());
    json.writeObjectFieldStart("root");
    json.writeStringField("path", spec.root().path().toString());
    json.writeBooleanField("readonly", spec.root().readonly());
    json.writeEndObject();
    json.writeStringField("hostname", spec.hostname());
    writeMounts(spec.mounts());
    writeLinux(spec);
    // What the spec has other words or none for.
    json.writeBooleanField("init", spec.process().init());
    json.writeStringField("seccomp", spec.seccomp() ? "default" : "unconfined");
    json.writeObjectFieldStart("backends");
    writeBackend("ns", backends.namespace(), spec);
    writeBackend("fs", backends.filesystem(), spec);
    writeBackend("net", backends.network(), spec);
    writeBackend("limiter", backends.limiter(), spec);
    json.writeEndObject();
    json.writeEndObject();
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

  private void writeProcess(ContainerProcess process) throws IOException {
    json.writeObjectFieldStart("process");
    json.writeBooleanField("terminal", process.terminal());
    writeUser(process.user());
    writeStrings("args", process.args());
    writeStrings("env", process.env());
    json.writeStringField("cwd", process.cwd());
    writeCapabilities(process);
    writeRlimits(process.rlimits());
    json.writeBooleanField("noNewPrivileges", process.noNewPrivileges());
    json.writeEndObject();
  }

  private void writeUser(User user) throws IOException {
    json.writeObjectFieldStart("user");
    json.writeNumberField("uid", user.uid());
    json.writeNumberField("gid", user.gid());
    json.writeArrayFieldStart("additionalGids");
    for (long gid : user.additionalGids()) {
      json.writeNumber(gid);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// As [LaunchPlanner] sets them.
  private void writeCapabilities(ContainerProcess process) throws IOException {
    List<String> bounding = process.capabilities().stream().map(Capability::name).sorted().toList();
    List<String> held = process.user().uid() == 0 ? bounding : List.of();
    json.writeObjectFieldStart("capabilities");
    writeStrings("bounding", bounding);
    writeStrings("effective", held);
    writeStrings("permitted", held);
    json.writeEndObject();
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

  private void writeLinux(ContainerSpec spec) throws IOException {
    json.writeObjectFieldStart("linux");
    writeIds("uidMappings", spec.idMappings());
    writeIds("gidMappings", spec.idMappings());
    json.writeArrayFieldStart("namespaces");
    for (LinuxNamespace namespace : spec.namespaces()) {
      json.writeStartObject();
      json.writeStringField("type", namespace.type().name().toLowerCase(Locale.ROOT));
      if (namespace.path() != null) {
        json.writeStringField("path", namespace.path().toString());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    new ResourcesJson(json).write(spec.resources());
    writeStrings("maskedPaths", spec.maskedPaths());
    writeStrings("readonlyPaths", spec.readonlyPaths());
    json.writeEndObject();
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

  private void writeBackend(String option, Backend backend, ContainerSpec spec) throws IOException {
    json.writeObjectFieldStart(option);
    json.writeStringField("name", backend.name());
    json.writeObjectFieldStart("options");
    for (var given : spec.options(option).entrySet()) {
      json.writeStringField(given.getKey(), given.getValue());
    }
    json.writeEndObject();
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
