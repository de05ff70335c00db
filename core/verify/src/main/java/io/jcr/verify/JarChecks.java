package io.jcr.verify;

import io.jcr.plugin.verify.Check;
import io.jcr.plugin.verify.Check.Outcome;
import io.jcr.spi.SpiVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pf4j.DefaultVersionManager;

/// What can be said of a plugin without running it.
///
/// @param plugin the plugin
/// @param told is told each check
record JarChecks(PluginFile plugin, Consumer<Check> told) {
  static final String GROUP = "the jar";

  /// Makes them all.
  ///
  /// @return whether it makes sense to load its classes
  boolean pass() {
    List<Boolean> passed = new ArrayList<>();
    passed.add(tell("its manifest says what it is", manifest()));
    passed.add(requires());
    passed.add(tell("it depends on no other plugin", dependencies()));
    passed.add(tell("its services files name its classes", services()));
    passed.add(tell("its classes are for this version of Java", javaVersion()));
    passed.add(tell("what it uses of jcr exists", some(Linkage.missing(plugin))));
    notes();
    return passed.stream().allMatch(Boolean::booleanValue);
  }

  private boolean tell(String name, String reason) {
    told.accept(Check.of(GROUP, name, reason));
    return reason.isEmpty();
  }

  private String manifest() {
    String id = plugin.attribute("Plugin-Id");
    if (id.isEmpty()) {
      return "META-INF/MANIFEST.MF has no Plugin-Id";
    }
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      return "Plugin-Id '" + id + "' is not letters, digits, '.', '_' and '-'";
    }
    return plugin.attribute("Plugin-Version").isEmpty()
        ? "META-INF/MANIFEST.MF has no Plugin-Version"
        : "";
  }

  private boolean requires() {
    String name = "it goes with SPI " + SpiVersion.CURRENT;
    String requires = plugin.attribute("Plugin-Requires");
    if (requires.isEmpty()) {
      told.accept(
          new Check(
              GROUP,
              name,
              Outcome.NOTE,
              "without Plugin-Requires it is loaded into any jcr, also where it cannot run"));
      return true;
    }
    try {
      boolean fits =
          new DefaultVersionManager().checkVersionConstraint(SpiVersion.CURRENT, requires);
      return tell(name, fits ? "" : "Plugin-Requires is " + requires);
    } catch (RuntimeException e) {
      return tell(
          name,
          "Plugin-Requires '"
              + requires
              + "' is no expression of versions, such as ~"
              + SpiVersion.CURRENT);
    }
  }

  private String dependencies() {
    String others = plugin.attribute("Plugin-Dependencies");
    return others.isEmpty()
        ? ""
        : "Plugin-Dependencies is " + others + ": put what it needs into the jar, or into lib";
  }

  private String services() {
    if (plugin.services().values().stream().allMatch(List::isEmpty)) {
      return "no services file names a class: one such as " + Spi.NETWORK.services() + " is needed";
    }
    return plugin.services().entrySet().stream()
        .flatMap(service ->
            service.getValue().stream()
                .filter(type -> !plugin.classes().containsKey(type))
                .map(type ->
                    service.getKey().services() + " names " + type + ", which is not there"))
        .collect(Collectors.joining("; "));
  }

  private String javaVersion() {
    int here = Runtime.version().feature();
    return plugin.classes().entrySet().stream()
        .filter(type -> PluginFile.javaVersion(type.getValue()) > here)
        .findFirst()
        .map(type ->
            type.getKey()
                + " is for Java "
                + PluginFile.javaVersion(type.getValue())
                + ", this is "
                + here)
        .orElse("");
  }

  private static String some(Set<String> problems) {
    return String.join("; ", problems);
  }

  private void notes() {
    Set<String> copies = new TreeSet<>();
    plugin.classes().keySet().stream()
        .filter(PluginClasses::isHosts)
        .forEach(name -> copies.add(name.startsWith("org.") ? "org.slf4j" : name.substring(0, 10)));
    told.accept(
        copies.isEmpty()
            ? Check.ok(GROUP, "it brings no copy of jcr's classes")
            : new Check(
                GROUP,
                "it brings no copy of jcr's classes",
                Outcome.NOTE,
                "it has one of " + String.join(", ", copies) + ": jcr's own are used"));
    plugin
        .unknown()
        .forEach(file ->
            told.accept(
                new Check(GROUP, "its SPIs are known", Outcome.NOTE, file + " is for none")));
  }
}
