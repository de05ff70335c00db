package io.jcr.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.spi.CommandProvider;
import io.jcr.spi.Spi;
import io.jcr.spi.SpiTable;
import io.jcr.spi.SpiVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a jar says about itself and what is wrong with it, as far as this can be seen without
/// running its code.
///
/// @param description what its manifest and services files say; the services have no names yet
/// @param findings what is wrong, and what its author should know
public record JarFindings(PluginDescription description, List<Finding> findings) {
  private static final String SERVICES = "META-INF/services/";
  private static final String SPI_PACKAGE = "io.jcr.spi.";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final String ID_RULE = "letters, digits, and '.', '_' and '-' between them";

  public JarFindings {
    findings = List.copyOf(findings);
  }

  /// What a finding is about.
  public enum About {
    /// `Plugin-Id` and `Plugin-Version`.
    MANIFEST,
    /// `Plugin-Requires`.
    SPI_VERSION,
    /// Other plugins.
    DEPENDENCIES,
    /// The services files and the classes that they name.
    SERVICES,
    /// The version of Java that its classes are for.
    JAVA,
    /// How its classes use jcr's.
    LINKAGE,
    /// Copies of jcr's classes.
    COPIES
  }

  /// One finding.
  ///
  /// @param about what it is about
  /// @param problem whether it makes the jar unusable
  /// @param text a clause
  public record Finding(About about, boolean problem, String text) {
    static Finding problem(About about, String text) {
      return new Finding(about, true, text);
    }

    static Finding note(About about, String text) {
      return new Finding(about, false, text);
    }
  }

  /// Inspects a jar.
  ///
  /// @param jar the plugin
  /// @param libraries the jars in its `lib`
  /// @param spis the kinds of backend
  /// @throws IOException when one of them is not a jar
  public static JarFindings of(Path jar, List<Path> libraries, SpiTable spis) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<Finding> findings = new ArrayList<>();
      Manifest manifest = file.getManifest();
      Attributes attributes = new Attributes();
      if (manifest == null) {
        findings.add(
            Finding.problem(
                About.MANIFEST,
                "it has no manifest (META-INF/MANIFEST.MF with Plugin-Id and Plugin-Version)"));
      } else {
        attributes = manifest.getMainAttributes();
        checkManifest(attributes, findings);
      }
      List<PluginDescription.Service> named = named(file, types(spis), findings);
      JarContents.of(file, libraries).tell(named, findings);
      return new JarFindings(described(attributes, named, findings), findings);
    }
  }

  private static PluginDescription described(
      Attributes manifest, List<PluginDescription.Service> named, List<Finding> findings) {
    return new PluginDescription(
        value(manifest, "Plugin-Id"),
        value(manifest, "Plugin-Version"),
        value(manifest, "Plugin-Requires"),
        value(manifest, "Plugin-Provider"),
        value(manifest, "Plugin-Description"),
        findings.stream().filter(Finding::problem).map(Finding::text).toList(),
        findings.stream().filter(finding -> !finding.problem()).map(Finding::text).toList(),
        named);
  }

  private static void checkManifest(Attributes manifest, List<Finding> findings) {
    String id = value(manifest, "Plugin-Id");
    if (id.isEmpty()) {
      findings.add(Finding.problem(About.MANIFEST, "its manifest has no Plugin-Id"));
    } else if (!ID.matcher(id).matches()) {
      findings.add(
          Finding.problem(
              About.MANIFEST, "its Plugin-Id '" + id + "' is not an identifier: " + ID_RULE));
    }
    if (value(manifest, "Plugin-Version").isEmpty()) {
      findings.add(Finding.problem(About.MANIFEST, "its manifest has no Plugin-Version"));
    }
    if (!value(manifest, "Plugin-Dependencies").isEmpty()) {
      findings.add(
          Finding.problem(
              About.DEPENDENCIES,
              "it depends on other plugins (Plugin-Dependencies): put what it needs into its jar"
                  + " or its lib"));
    }
    Finding version = version(value(manifest, "Plugin-Requires"));
    if (version != null) {
      findings.add(version);
    }
  }

  private static String value(Attributes manifest, String name) {
    String value = manifest.getValue(name);
    return value == null ? "" : value.strip();
  }

  private static @Nullable Finding version(String requires) {
    if (requires.isEmpty()) {
      return Finding.note(
          About.SPI_VERSION,
          "its manifest has no Plugin-Requires: no version of the SPI is ever refused");
    }
    try {
      return JarPluginManager.isCompatible(requires)
          ? null
          : Finding.problem(
              About.SPI_VERSION,
              "it requires SPI " + requires + ", this jcr has " + SpiVersion.CURRENT);
    } catch (RuntimeException _) { // the library throws several types
      return Finding.problem(
          About.SPI_VERSION,
          "its Plugin-Requires '"
              + requires
              + "' is not a version expression such as ~"
              + SpiVersion.CURRENT);
    }
  }

  /// The interfaces that a plugin can implement.
  static List<Class<?>> types(SpiTable spis) {
    List<Class<?>> types = new ArrayList<>();
    for (Spi<?> spi : spis) {
      types.add(spi.type());
    }
    types.add(CommandProvider.class);
    return types;
  }

  /// The services that its services files name, still without the names used on the command line.
  private static List<PluginDescription.Service> named(
      JarFile file, List<Class<?>> types, List<Finding> findings) throws IOException {
    List<PluginDescription.Service> named = new ArrayList<>();
    boolean any = false;
    for (Class<?> spi : types) {
      JarEntry entry = file.getJarEntry(SERVICES + spi.getName());
      if (entry != null) {
        any = true;
        for (String type : lines(file, entry)) {
          named.add(new PluginDescription.Service(spi.getSimpleName(), "", type, ""));
        }
      }
    }
    file.stream()
        .map(JarEntry::getName)
        .filter(name -> name.startsWith(SERVICES + SPI_PACKAGE) && !known(types, name))
        .map(name -> Finding.note(About.SERVICES, name + " is for no SPI that this jcr has"))
        .forEach(findings::add);
    if (!any) {
      findings.add(
          Finding.problem(
              About.SERVICES,
              "it has no services file: META-INF/services/"
                  + SPI_PACKAGE
                  + "NAME with the name of a class in it, NAME being one of "
                  + types.stream().map(Class::getSimpleName).collect(Collectors.joining(", "))));
    } else if (named.isEmpty()) {
      findings.add(Finding.problem(About.SERVICES, "its services files name no class"));
    }
    return named;
  }

  private static boolean known(List<Class<?>> types, String entry) {
    return types.stream().anyMatch(spi -> entry.equals(SERVICES + spi.getName()));
  }

  private static List<String> lines(JarFile file, JarEntry entry) throws IOException {
    try (InputStream in = file.getInputStream(entry)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .distinct()
          .toList();
    }
  }
}
