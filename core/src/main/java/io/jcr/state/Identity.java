package io.jcr.state;

import io.jcr.api.ContainerSpec;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.linux.FileFailure;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Map;

/// The names of a container. Its directories, cgroups and links are named after `key`, which never
/// changes. Users see the name, which `jcr rename` changes, and the id, which is never reused.
///
/// @param key the name that it was created with, unless the directory of a renamed container has
///   that name
/// @param id 64 hexadecimal digits; empty until one is recorded
/// @param name its unique name
public record Identity(String key, String id, String name) {
  /// The annotation for the id in config.json.
  private static final String ID = "io.jcr.id";

  /// The annotation for the name that the container was created with in config.json, if it is not
  /// the key.
  private static final String NAME = "io.jcr.name";

  static final String ID_FILE = "id";
  static final String NAME_FILE = "name";

  private static final int ID_BYTES = 32;
  private static final int SHORT = 12;

  /// The identity of a new container.
  public static Identity create(String name, StateRoot root, HostFacts facts) {
    String id = newId();
    boolean renamed = !read(root.container(name), facts).name().equals(name);
    return new Identity(renamed ? "c-" + id.substring(0, SHORT) : name, id, name);
  }

  /// The reason why it is not removed.
  public UsageException stillRunning() {
    return new UsageException(
        "container '"
            + name
            + "' is running: stop it first (jcr stop "
            + name
            + "), or use --force");
  }

  /// Whether `text` is an id as jcr makes them.
  static boolean isId(String text) {
    return text.length() == 2 * ID_BYTES && text.chars().allMatch(HexFormat::isHexDigit);
  }

  /// An id that was never used.
  static String newId() {
    return HexFormat.of().formatHex(random(ID_BYTES));
  }

  /// The identity of the container that `spec` describes.
  public static Identity of(ContainerSpec spec) {
    Map<String, String> annotations = spec.annotations();
    return new Identity(
        spec.id(), annotations.getOrDefault(ID, ""), annotations.getOrDefault(NAME, spec.id()));
  }

  /// The identity of the container with the directory `directory`.
  static Identity read(Path directory, HostFacts facts) {
    String key = String.valueOf(directory.getFileName());
    return new Identity(
        key,
        facts.read(directory.resolve(ID_FILE)).orElse(""),
        facts.read(directory.resolve(NAME_FILE)).filter(name -> !name.isEmpty()).orElse(key));
  }

  /// As annotations for config.json.
  public Map<String, String> annotations() {
    return key.equals(name) ? Map.of(ID, id) : Map.of(ID, id, NAME, name);
  }

  /// The beginning of the id, as tables show it.
  public String shortId() {
    return id.substring(0, Math.min(id.length(), SHORT));
  }

  /// A reference that is unique now and later: the id, if it has one.
  public String reference() {
    return id.isEmpty() ? key : id;
  }

  /// Writes it into the container's directory.
  void write(Path directory) {
    if (!id.isEmpty()) {
      replace(directory.resolve(ID_FILE), id);
    }
    if (!key.equals(name)) {
      replace(directory.resolve(NAME_FILE), name);
    }
  }

  /// A copy with another name, which is recorded at once.
  Identity renamed(String other, Path directory) {
    Identity renamed = new Identity(key, id, other);
    replace(directory.resolve(NAME_FILE), other);
    return renamed;
  }

  private static void replace(Path file, String text) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(temporary, text);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new HostException("write " + file + ": " + FileFailure.reason(e));
    }
  }

  /// Directly from the kernel: in a cold JVM, a SecureRandom would take longer than the whole
  /// launch plan.
  private static byte[] random(int bytes) {
    try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
      return random.readNBytes(bytes);
    } catch (IOException e) {
      throw new HostException("read /dev/urandom: " + e.getMessage());
    }
  }
}
