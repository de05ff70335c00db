import static java.lang.classfile.ClassFile.JAVA_25_VERSION;
import static java.lang.classfile.ClassFile.JAVA_5_VERSION;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies jars into a directory and makes them fit for a fast start by the JVM's AOT cache.
///
/// - jcr's own jars are copied as they are. All libraries go into one, `libraries.jar`: the JVM
///   reads the manifest of each jar that a class of the cache is from, and opens every jar to find
///   that a class or resource is in none.
/// - Class files of Java 5 and older are raised to Java 25: the cache takes none that the old,
///   type-inferring verifier has to check.
/// - No package is sealed: with a sealed one in the cache the JVM does not start when the
///   distribution was moved ("can't seal package: already defined").
/// - Library classes that nothing can reach are left out ([Reachable]), and so are the native
///   codecs of aircompressor, of which jcr uses the Java ones.
///
/// What libraries have beside classes and resources, above all their licences, is in
/// `META-INF/LIBRARY/`.
///
/// `java CacheableJars.java DIRECTORY JAR…`
final class CacheableJars {
  private static final String OWN = "jcr-";
  private static final String SERVICES = "META-INF/services/";
  private static final byte[] MANIFEST = "Manifest-Version: 1.0\r\n\r\n".getBytes(US_ASCII);

  /// aircompressor's codecs in C, for five platforms.
  private static final String NATIVE_CODECS = "aircompressor/";

  private final ClassFile classFile;
  private final Set<String> reachable;
  private final Set<String> written = new HashSet<>();
  private final SortedMap<String, String> services = new TreeMap<>();

  private CacheableJars(URL[] classPath, Set<String> reachable) {
    this.reachable = reachable;
    var all = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    this.classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(all)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    List<Path> jars = Arrays.stream(args).skip(1).map(Path::of).toList();
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    List<Path> libraries = new ArrayList<>();
    Set<String> reachable = Reachable.in(jars);
    for (Path jar : jars) {
      if (jar.getFileName().toString().startsWith(OWN)) {
        Files.copy(jar, directory.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      } else {
        libraries.add(jar);
      }
    }
    Path merged = directory.resolve("libraries.jar");
    Files.deleteIfExists(merged); // a new file, as a running Java may have mapped the old one
    try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(merged)))) {
      new CacheableJars(urls, reachable).merge(libraries, out);
    }
  }

  private void merge(List<Path> libraries, ZipOutputStream out) throws IOException {
    write(JarFile.MANIFEST_NAME, MANIFEST, out);
    for (Path library : libraries) {
      try (var jar = new JarFile(library.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
        String name = library.getFileName().toString().replaceFirst("\\.jar$", "");
        for (JarEntry entry : jar.versionedStream().toList()) {
          try (var in = jar.getInputStream(entry)) {
            add(name, entry, in.readAllBytes(), out);
          }
        }
      }
    }
    for (var service : services.entrySet()) {
      write(service.getKey(), service.getValue().getBytes(UTF_8), out);
    }
  }

  private void add(String library, JarEntry entry, byte[] bytes, ZipOutputStream out)
      throws IOException {
    String name = entry.getName();
    if (entry.isDirectory()
        || name.equals(JarFile.MANIFEST_NAME)
        || name.startsWith(NATIVE_CODECS)
        || name.endsWith("module-info.class")
        || name.endsWith(".class") && !reachable.contains(name)) {
      return;
    }
    if (name.startsWith(SERVICES)) {
      services.merge(name, new String(bytes, UTF_8) + "\n", String::concat);
    } else if (name.startsWith("META-INF/")) {
      write("META-INF/" + library + name.substring("META-INF".length()), bytes, out);
    } else if (name.endsWith(".class")) {
      write(name, isOld(bytes) ? raise(bytes) : bytes, out);
    } else {
      write(name, bytes, out);
    }
  }

  private void write(String name, byte[] bytes, ZipOutputStream out) throws IOException {
    if (!written.add(name)) {
      throw new IOException(name + " is in two libraries");
    }
    var entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0)); // the same jars, the same bytes
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  /// A class file begins with 4 bytes of magic, 2 of the minor and 2 of the major version.
  private static boolean isOld(byte[] bytes) {
    return bytes.length >= 8 && ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) <= JAVA_5_VERSION;
  }

  private byte[] raise(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    ClassTransform version =
        ClassTransform.dropping(ClassFileVersion.class::isInstance)
            .andThen(
                ClassTransform.endHandler(b -> b.with(ClassFileVersion.of(JAVA_25_VERSION, 0))));
    // the code is written anew, because only then are its stack maps computed
    ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    return classFile.transformClass(model, version.andThen(code));
  }
}
