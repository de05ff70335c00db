import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies a plugin into a folder of its own: its jar as it is, and beside it, in `lib`, its
/// libraries without the classes that it cannot reach ([Reachable]) and without what jline brings
/// for other systems than Linux.
///
/// `java PluginFolder.java DIRECTORY PLUGIN LIBRARY…`
final class PluginFolder {
  private static final String JLINE_NATIVE = "org/jline/nativ/";

  private PluginFolder() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Path lib = Files.createDirectories(folder.resolve("lib"));
    List<Path> jars = Arrays.stream(args).skip(1).map(Path::of).toList();
    Set<String> reachable = Reachable.in(jars);
    Path plugin = jars.getFirst();
    Files.copy(plugin, folder.resolve(plugin.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    for (Path library : jars.subList(1, jars.size())) {
      copy(library, lib.resolve(library.getFileName()), reachable);
    }
  }

  private static void copy(Path from, Path to, Set<String> reachable) throws IOException {
    Files.deleteIfExists(to); // a new file, as a running Java may have mapped the old one
    try (var jar = new JarFile(from.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
        var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
      for (JarEntry entry : jar.versionedStream().toList()) {
        if (isNeeded(entry, reachable)) {
          var written = new ZipEntry(entry.getName());
          written.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0)); // the same jars, the same bytes
          out.putNextEntry(written);
          try (var in = jar.getInputStream(entry)) {
            in.transferTo(out);
          }
          out.closeEntry();
        }
      }
    }
  }

  private static boolean isNeeded(JarEntry entry, Set<String> reachable) {
    String name = entry.getName();
    if (entry.isDirectory() || name.endsWith("module-info.class")) {
      return false;
    }
    if (name.startsWith(JLINE_NATIVE) && !name.endsWith(".class")) {
      return name.startsWith(JLINE_NATIVE + "Linux/");
    }
    return !name.endsWith(".class") || reachable.contains(name);
  }
}
