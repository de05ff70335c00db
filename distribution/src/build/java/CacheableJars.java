import static java.lang.classfile.ClassFile.JAVA_25_VERSION;
import static java.lang.classfile.ClassFile.JAVA_5_VERSION;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.Collections;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Copies jars into a directory and makes them fit for the JVM's AOT cache on the way. All else
/// stays as it is.
///
/// - Class files of Java 5 and older are raised to Java 25: the cache takes none that the old,
///   type-inferring verifier has to check.
/// - Sealed packages are opened: with a sealed one in the cache the JVM does not start when the
///   distribution was moved ("can't seal package: already defined").
///
/// `java CacheableJars.java DIRECTORY JAR…`
final class CacheableJars {
  private final URLClassLoader classPath;
  private final ClassFile classFile;

  private CacheableJars(URL[] classPath) {
    this.classPath = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
    this.classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this.classPath)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    URL[] jars = new URL[args.length - 1];
    for (int i = 0; i < jars.length; i++) {
      jars[i] = Path.of(args[i + 1]).toUri().toURL();
    }
    Files.createDirectories(directory);
    var raise = new CacheableJars(jars);
    for (int i = 1; i < args.length; i++) {
      Path jar = Path.of(args[i]);
      raise.copy(jar, directory.resolve(jar.getFileName()));
    }
  }

  private void copy(Path from, Path to) throws IOException {
    try (var jar = new JarFile(from.toFile())) {
      if (hasOldClasses(jar) || isSealed(jar)) {
        Files.deleteIfExists(to); // a new file, as a running Java may have mapped the old one
        try (var out = new BufferedOutputStream(Files.newOutputStream(to))) {
          rewrite(jar, out);
        }
      } else {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static boolean isSealed(JarFile jar) throws IOException {
    Manifest manifest = jar.getManifest();
    return manifest != null
        && (manifest.getMainAttributes().containsKey(Name.SEALED)
            || manifest.getEntries().values().stream().anyMatch(e -> e.containsKey(Name.SEALED)));
  }

  private static byte[] unsealed(Manifest manifest) throws IOException {
    manifest.getMainAttributes().remove(Name.SEALED);
    manifest.getEntries().values().forEach(attributes -> attributes.remove(Name.SEALED));
    var bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static boolean hasOldClasses(JarFile jar) throws IOException {
    for (var entry : Collections.list(jar.entries())) {
      if (entry.getName().endsWith(".class")) {
        try (var in = jar.getInputStream(entry)) {
          if (isOld(in.readNBytes(8))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// A class file begins with 4 bytes of magic, 2 of the minor and 2 of the major version.
  private static boolean isOld(byte[] bytes) {
    return bytes.length >= 8 && ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) <= JAVA_5_VERSION;
  }

  private void rewrite(JarFile jar, OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    for (var entry : Collections.list(jar.entries())) {
      byte[] bytes;
      try (var in = jar.getInputStream(entry)) {
        bytes = in.readAllBytes();
      }
      var copy = new ZipEntry(entry.getName());
      copy.setTimeLocal(entry.getTimeLocal());
      zip.putNextEntry(copy);
      zip.write(fit(jar, entry.getName(), bytes));
      zip.closeEntry();
    }
    zip.finish();
  }

  private byte[] fit(JarFile jar, String name, byte[] bytes) throws IOException {
    if (name.equals(JarFile.MANIFEST_NAME) && isSealed(jar)) {
      return unsealed(jar.getManifest());
    }
    return name.endsWith(".class") && isOld(bytes) ? raise(bytes) : bytes;
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
