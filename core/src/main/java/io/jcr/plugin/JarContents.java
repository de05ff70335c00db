package io.jcr.plugin;

import io.jcr.plugin.JarFindings.About;
import io.jcr.plugin.JarFindings.Finding;
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

/// What can be learned about a plugin's classes without loading them.
final class JarContents {
  private static final String CLASS = ".class";

  /// Class files of Java 1 have version 45.
  private static final int BEFORE_JAVA_1 = 44;

  private static final int MAGIC = 0xCAFEBABE;
  private static final int MAJOR = 6;
  private static final int HEAD = 8;

  private final Set<String> classes = new LinkedHashSet<>();
  private final Set<String> copied = new TreeSet<>();
  private final Linkage linkage = new Linkage(classes);
  private int newestJava;

  private JarContents() {}

  /// Reads a plugin.
  ///
  /// @param jar its jar, open
  /// @param libraries the jars in its `lib`
  static JarContents of(JarFile jar, List<Path> libraries) throws IOException {
    List<JarFile> all = new ArrayList<>(List.of(jar));
    try {
      for (Path library : libraries) {
        all.add(open(library));
      }
      JarContents contents = new JarContents();
      for (JarFile one : all) {
        classesOf(one).forEach(entry -> contents.classes.add(type(entry)));
      }
      for (JarFile one : all) {
        contents.read(one);
      }
      return contents;
    } finally {
      for (JarFile one : all.subList(1, all.size())) {
        one.close();
      }
    }
  }

  private static JarFile open(Path library) throws IOException {
    try {
      return new JarFile(library.toFile());
    } catch (IOException e) {
      throw new IOException(library.getFileName() + " in its lib: " + e.getMessage(), e);
    }
  }

  /// Without the classes for later Java versions in a multi-release jar.
  private static List<JarEntry> classesOf(JarFile one) {
    return one.stream()
        .filter(
            entry -> entry.getName().endsWith(CLASS) && !entry.getName().startsWith("META-INF/"))
        .toList();
  }

  private static String type(JarEntry entry) {
    String name = entry.getName();
    return name.substring(0, name.length() - CLASS.length()).replace('/', '.');
  }

  private void read(JarFile one) throws IOException {
    int here = Runtime.version().feature();
    for (JarEntry entry : classesOf(one)) {
      String name = type(entry);
      if (HostClasses.has(name)) { // never loaded
        copied.add(name.startsWith("org.slf4j.") ? "org.slf4j" : name.substring(0, 10));
        continue;
      }
      byte[] content = content(one, entry);
      int java = javaVersion(content);
      newestJava = Math.max(newestJava, java);
      if (java > 0 && java <= here) {
        linkage.look(name, content);
      }
    }
  }

  private static byte[] content(JarFile one, JarEntry entry) throws IOException {
    try (InputStream in = one.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /// The Java version that a class file is for; 0 if it is not a class file.
  private static int javaVersion(byte[] content) {
    boolean isClass = content.length >= HEAD && ByteBuffer.wrap(content).getInt() == MAGIC;
    return isClass ? ByteBuffer.wrap(content).getShort(MAJOR) - BEFORE_JAVA_1 : 0;
  }

  /// Adds what is wrong and what is worth reporting.
  ///
  /// @param named the classes named in its services files
  void tell(List<PluginDescription.Service> named, List<Finding> findings) {
    named.stream()
        .map(PluginDescription.Service::className)
        .distinct()
        .filter(type -> !classes.contains(type))
        .map(type -> "its services file names class " + type + ", which is not in it")
        .forEach(clause -> findings.add(Finding.problem(About.SERVICES, clause)));
    int here = Runtime.version().feature();
    if (newestJava > here) {
      findings.add(
          Finding.problem(About.JAVA, "it needs Java " + newestJava + ", this is " + here));
    }
    linkage.problems().forEach(clause -> findings.add(Finding.problem(About.LINKAGE, clause)));
    if (!copied.isEmpty()) {
      String copies = String.join(", ", copied);
      findings.add(
          Finding.note(About.COPIES, "it holds copies of " + copies + ", which jcr's own replace"));
    }
  }
}
