package io.jcr.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import io.jcr.api.ContainerSpec;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.linux.FileFailure;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A directory with a `config.json` of the [OCI runtime
/// spec](https://github.com/opencontainers/runtime-spec/blob/main/config.md). What jcr writes is
/// complete: reading it back gives the same [ContainerSpec]. What the spec cannot express, such as
/// the choice of backends and `init`, goes into annotations that begin with `io.jcr.`.
///
/// Only the owner can read what jcr writes, because the environment may contain passwords.
public final class Bundle {
  /// The version of the OCI runtime spec written.
  public static final String OCI_VERSION = "1.2.0";

  private static final String NAME = "config.json";

  private Bundle() {}

  /// The path of the file in the directory `bundle`.
  public static Path config(Path bundle) {
    return bundle.resolve(NAME);
  }

  /// Writes `spec` into the directory `bundle`, which must not contain a config.json yet.
  ///
  /// @throws HostException when that fails
  public static void write(Path bundle, ContainerSpec spec) {
    writeNew(config(bundle), spec);
  }

  /// Replaces the config.json in the directory `bundle` with `spec`. Readers see the old file or
  /// the new one, never part of one.
  ///
  /// @throws HostException when that fails
  public static void replace(Path bundle, ContainerSpec spec) {
    Path file = config(bundle);
    Path temporary = bundle.resolve(NAME + ".new");
    try {
      Files.deleteIfExists(temporary); // left by a process that was killed
      writeNew(temporary, spec);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new HostException("write " + file + ": " + FileFailure.reason(e));
    }
  }

  /// The config.json of `spec`, as maps, lists, strings, numbers and booleans.
  public static Map<String, Object> members(ContainerSpec spec) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      new ConfigWriter(json).write(spec);
      json.flush();
      return JSON.std.mapFrom(text.toString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writeNew(Path file, ContainerSpec spec) {
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
      new ConfigWriter(json).write(spec);
    } catch (IOException e) {
      throw new HostException("write " + file + ": " + FileFailure.reason(e));
    }
  }

  /// Reads the config.json of a container's own directory, which is named after it.
  public static ContainerSpec read(Path bundle) {
    return read(bundle, String.valueOf(bundle.getFileName()));
  }

  /// Reads the config.json of the directory `bundle`.
  ///
  /// @param id the name of the container it describes
  /// @throws UsageException when there is none, or it asks for something jcr cannot do
  public static ContainerSpec read(Path bundle, String id) {
    Path file = config(bundle);
    try {
      return parse(Files.readString(file), bundle, id);
    } catch (NoSuchFileException e) {
      throw new UsageException(file + ": no such file");
    } catch (IOException e) {
      throw new HostException("read " + file + ": " + FileFailure.reason(e));
    }
  }

  /// The text of the config.json in `bundle`; empty when there is none yet, or it may not be read.
  public static Optional<String> text(Path bundle, HostFacts facts) {
    return facts.read(config(bundle));
  }

  /// Reads what [#text] returned for a container's own directory. Unlike [#read], it does not
  /// matter whether the container has been removed since.
  ///
  /// @throws UsageException when it asks for something jcr cannot do
  public static ContainerSpec ofText(Path bundle, String text) {
    try {
      return parse(text, bundle, String.valueOf(bundle.getFileName()));
    } catch (IOException e) {
      throw new HostException("read " + config(bundle) + ": " + FileFailure.reason(e));
    }
  }

  /// Parses the text of a config.json.
  ///
  /// @param bundle the directory that a relative `root.path` starts from
  static ContainerSpec parse(String text, Path bundle, String id) throws IOException {
    try {
      Map<String, Object> members = JSON.std.mapFrom(text);
      return new ConfigReader(bundle.toAbsolutePath()).read(new JsonObject("", members), id);
    } catch (JsonProcessingException e) {
      throw new UsageException(config(bundle) + " is not JSON: " + e.getOriginalMessage());
    } catch (UsageException e) {
      throw new UsageException(config(bundle) + ": " + e.getMessage());
    } catch (IllegalArgumentException e) { // thrown by records that validate their values
      throw new UsageException(config(bundle) + ": " + e.getMessage());
    }
  }
}
