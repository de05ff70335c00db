package io.jcr.plugin;

import io.jcr.program.BackendProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A jar, or a program ([BackendProgram]), found in a folder, not opened. The numbers show whether
/// what an index says about it is still valid. Every run scans all folders, so this uses
/// `java.io.File`: one system call where `java.nio.file` would create objects.
///
/// @param folder where it was found
/// @param name relative to the folder: `a.jar`, or `a/a.jar` for one in a folder of its own
/// @param size in bytes
/// @param modified in milliseconds
/// @param libraries a stamp computed from the names, sizes and times of the jars in its `lib`, so
///   that it changes when one is added, removed or written; 0 without any. Of a program in a folder
///   of its own, the same of the files beside it
record FoundJar(PluginFolder folder, String name, long size, long modified, long libraries) {
  private static final String LIB = "lib";

  /// An odd 64-bit number without a pattern, so that small differences between two files do not
  /// cancel out.
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  /// All jars of a folder, sorted by name; none when the folder is missing.
  static List<FoundJar> in(PluginFolder folder) {
    List<FoundJar> jars = new ArrayList<>();
    for (String name : names(folder.path().toFile())) {
      File file = new File(folder.path().toString(), name);
      if (name.endsWith(".jar") || (BackendProgram.isOne(name) && file.isFile())) {
        jars.add(of(folder, name, file, 0));
      } else if (!name.endsWith(".index") && !name.equals(LIB)) { // as in target/lib
        for (String inner : names(file)) {
          if (inner.endsWith(".jar")) {
            jars.add(
                of(folder, name + "/" + inner, new File(file, inner), stamp(new File(file, LIB))));
          } else if (BackendProgram.isOne(inner)) {
            jars.add(of(folder, name + "/" + inner, new File(file, inner), stampOfFiles(file)));
          }
        }
      }
    }
    return jars;
  }

  private static FoundJar of(PluginFolder folder, String name, File file, long libraries) {
    return new FoundJar(folder, name, file.length(), file.lastModified(), libraries);
  }

  private static long stamp(File lib) {
    return stamp(lib, ".jar");
  }

  /// Of what lies beside a program: modules that it may load.
  private static long stampOfFiles(File folder) {
    return stamp(folder, "");
  }

  private static long stamp(File lib, String ending) {
    long stamp = 0;
    for (String name : names(lib)) {
      File library = new File(lib, name);
      if (name.endsWith(ending) && library.isFile()) {
        stamp = (stamp + name.hashCode() + 1) * SPREAD;
        stamp = (stamp + library.length()) * SPREAD;
        stamp = (stamp + library.lastModified()) * SPREAD;
      }
    }
    return stamp == 0 ? 0 : stamp >>> 1 | 1; // an index stores no negative numbers
  }

  private static String[] names(File folder) {
    String[] names = folder.list();
    if (names == null) {
      return new String[0];
    }
    Arrays.sort(names);
    return names;
  }

  /// The compiler-generated one is linked at run time on each run, which takes longer than an index
  /// saves.
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  Path path() {
    return folder.path().resolve(name);
  }

  /// Whether it is a program rather than a jar.
  boolean isProgram() {
    return BackendProgram.isOne(fileName());
  }

  /// Its name without the folder's.
  String fileName() {
    return name.substring(name.indexOf('/') + 1);
  }

  /// Whether its mode says that it can be run.
  boolean isExecutable() {
    return path().toFile().canExecute();
  }

  /// Its libraries, sorted by name.
  List<Path> libraryJars() {
    if (libraries == 0 || isProgram()) {
      return List.of();
    }
    Path lib = libraryFolder();
    List<Path> jars = new ArrayList<>();
    for (String library : names(lib.toFile())) {
      if (library.endsWith(".jar")) {
        jars.add(lib.resolve(library));
      }
    }
    return jars;
  }

  private Path libraryFolder() {
    return path().resolveSibling(LIB);
  }

  /// A program may load whatever lies in its folder.
  private static void requireTrustInAll(Trust trust, File folder) {
    for (String inner : names(folder)) {
      File file = new File(folder, inner);
      trust.require(file.toPath());
      requireTrustInAll(trust, file);
    }
  }

  /// Requires that everything that would be loaded is trusted.
  ///
  /// @throws io.jcr.api.PluginException when something is not
  void requireTrust(Trust trust) {
    int slash = name.indexOf('/');
    if (slash > 0) {
      trust.require(folder.path().resolve(name.substring(0, slash)));
    }
    trust.require(path());
    if (isProgram()) {
      if (slash > 0) {
        requireTrustInAll(trust, path().toFile().getParentFile());
      }
    } else if (libraries != 0) {
      trust.require(libraryFolder());
      libraryJars().forEach(trust::require);
    }
  }
}
