package io.jcr.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// What can be seen of a plugin's classes without loading them.
///
/// @param jar the plugin
/// @param file its jar, open
record JarContents(FoundJar jar, JarFile file) {
  /// Class files of Java 1 have version 45.
  private static final int BEFORE_JAVA_1 = 44;

  private static final int MAGIC = 0xCAFEBABE;
  private static final int HEAD = 8;

  /// Adds what is wrong, and what is worth to be told.
  void check(List<PluginDescription.Service> named, List<String> problems, List<String> notes)
      throws IOException {
    int newest = 0;
    Set<String> copied = new TreeSet<>();
    List<JarFile> all = new ArrayList<>(List.of(file));
    try {
      for (Path library : jar.libraryJars()) {
        all.add(open(library));
      }
      for (JarFile one : all) {
        newest = Math.max(newest, newestJava(one));
        copies(one).forEach(copied::add);
      }
      for (String type : new LinkedHashSet<>(named.stream().map(s -> s.className()).toList())) {
        String entry = type.replace('.', '/') + ".class";
        if (all.stream().noneMatch(one -> one.getEntry(entry) != null)) {
          problems.add("its services file names class " + type + ", which is not in it");
        }
      }
    } finally {
      for (JarFile one : all.subList(1, all.size())) {
        one.close();
      }
    }
    int here = Runtime.version().feature();
    if (newest > here) {
      problems.add("it needs Java " + newest + ", this is " + here);
    }
    if (!copied.isEmpty()) {
      notes.add("it holds copies of " + String.join(", ", copied) + ", which jcr's own replace");
    }
  }

  private static JarFile open(Path library) throws IOException {
    try {
      return new JarFile(library.toFile());
    } catch (IOException e) {
      throw new IOException(library.getFileName() + " in its lib: " + e.getMessage(), e);
    }
  }

  private static Stream<String> copies(JarFile one) {
    return one.stream()
        .map(JarEntry::getName)
        .filter(name -> name.endsWith(".class"))
        .map(name -> name.substring(0, name.lastIndexOf('/') + 1).replace('/', '.'))
        .filter(HostClasses::has)
        .map(name ->
            name.startsWith("org.slf4j.") ? "org.slf4j" : name.substring(0, "io.jcr.spi".length()))
        .distinct();
  }

  /// The Java version of the newest class; 0 without classes. Those for later versions of Java in a
  /// multi-release jar do not count.
  private static int newestJava(JarFile one) throws IOException {
    int newest = 0;
    for (JarEntry entry : one.stream().toList()) {
      String name = entry.getName();
      if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
        try (InputStream in = one.getInputStream(entry)) {
          byte[] head = in.readNBytes(HEAD);
          if (head.length == HEAD && ByteBuffer.wrap(head).getInt() == MAGIC) {
            newest = Math.max(newest, ByteBuffer.wrap(head).getShort(6) - BEFORE_JAVA_1);
          }
        }
      }
    }
    return newest;
  }
}
