import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/// Which classes of a class path can be loaded, starting at jcr's own.
///
/// A class reaches another if the other one's name is anywhere in its constant pool: as a class, in
/// a descriptor or signature, or as a string for `Class.forName`. A name that is assembled at run
/// time is missed, and so is what only a plugin knows: libraries that plugins see are kept whole.
final class Reachable {
  private static final String CLASS = ".class";
  private static final String SERVICES = "META-INF/services/";

  /// jcr's own jars, and what plugins may use without bringing it (`HostClasses`).
  private static final List<String> WHOLE =
      List.of("jcr-", "slf4j-api-", "jspecify-", "jakarta.inject-api-");

  private static final Pattern NAME = Pattern.compile("[\\p{Alnum}_$]+(?:[/.][\\p{Alnum}_$]+)+");

  private final Map<String, byte[]> classes = new HashMap<>();
  private final Set<String> reached = new HashSet<>();
  private final Deque<String> pending = new ArrayDeque<>();

  private Reachable() {}

  /// The entries of these jars, such as `a/B.class`, that are reached.
  static Set<String> in(List<Path> jars) throws IOException {
    Reachable all = new Reachable();
    Set<String> roots = new HashSet<>();
    for (Path jar : jars) {
      all.read(jar, roots);
    }
    roots.forEach(all::reach);
    while (!all.pending.isEmpty()) {
      all.follow(all.classes.get(all.pending.remove()));
    }
    return all.reached;
  }

  private void read(Path path, Set<String> roots) throws IOException {
    String file = path.getFileName().toString();
    boolean whole = WHOLE.stream().anyMatch(file::startsWith);
    try (var jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
      for (JarEntry entry : jar.versionedStream().toList()) {
        String name = entry.getName();
        if (name.endsWith(CLASS)) {
          classes.put(name, bytes(jar, entry));
          if (whole) {
            roots.add(name);
          }
        } else if (name.startsWith(SERVICES) && !entry.isDirectory()) {
          new String(bytes(jar, entry), UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .forEach(provider -> roots.add(entryOf(provider)));
        }
      }
    }
  }

  private static byte[] bytes(JarFile jar, JarEntry entry) {
    try (var in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String entryOf(String name) {
    return name.replace('.', '/') + CLASS;
  }

  private void reach(String entry) {
    if (classes.containsKey(entry) && reached.add(entry)) {
      pending.add(entry);
    }
  }

  /// Each part of a text that could be a name: in `Map<La/B;La/C;>` a descriptor's `L` stands
  /// before.
  private void follow(byte[] bytes) {
    ClassModel model = ClassFile.of().parse(bytes);
    for (PoolEntry constant : model.constantPool()) {
      if (constant instanceof Utf8Entry text) {
        Matcher names = NAME.matcher(text.stringValue());
        while (names.find()) {
          String name = names.group();
          reach(entryOf(name));
          reach(entryOf(name.substring(1)));
        }
      }
    }
  }
}
