import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What of others is in a package: a bill of materials (CycloneDX 1.6, `sbom.cdx.json`), the list
/// of licences (`NOTICE`), and the licences' texts as the jars bring them (`licenses/`).
///
/// `java BillOfMaterials.java DIRECTORY NAME VERSION TIME REPOSITORY JAR… [-- NAME VERSION PURL
/// LICENSE]…`, where REPOSITORY is Maven's local one: the place of a jar in it says its
/// coordinates, the POM beside it its licence. What is no jar comes after `--`.
final class BillOfMaterials {
  private record Component(
      String group, String name, String version, String purl, List<String> licenses, String hash) {}

  /// Names in POMs, and what SPDX calls them.
  private static final Map<String, String> SPDX =
      Map.ofEntries(
          Map.entry("apache license, version 2.0", "Apache-2.0"),
          Map.entry("the apache software license, version 2.0", "Apache-2.0"),
          Map.entry("the apache license, version 2.0", "Apache-2.0"),
          Map.entry("apache license 2.0", "Apache-2.0"),
          Map.entry("apache-2.0", "Apache-2.0"),
          Map.entry("mit license", "MIT"),
          Map.entry("the mit license", "MIT"),
          Map.entry("mit", "MIT"),
          Map.entry("the bsd license", "BSD-3-Clause"),
          Map.entry("bsd-2-clause", "BSD-2-Clause"),
          Map.entry("bsd-3-clause", "BSD-3-Clause"),
          Map.entry("0bsd", "0BSD"),
          Map.entry("public domain", "LicenseRef-Public-Domain"),
          Map.entry("public domain, per creative commons cc0", "CC0-1.0"),
          Map.entry("eclipse public license v2.0", "EPL-2.0"),
          Map.entry("epl-2.0", "EPL-2.0"),
          Map.entry("eclipse public license - v 1.0", "EPL-1.0"),
          Map.entry("eclipse public license - v 2.0", "EPL-2.0"),
          Map.entry("gnu lesser general public license", "LGPL-2.1-only"),
          Map.entry("lgpl-2.1-only", "LGPL-2.1-only"));

  private static final Pattern PARENT =
      Pattern.compile(
          "<parent>.*?<groupId>(.*?)</groupId>.*?<artifactId>(.*?)</artifactId>.*?<version>(.*?)</version>.*?</parent>",
          Pattern.DOTALL);
  private static final Pattern LICENSES =
      Pattern.compile("<licenses>(.*?)</licenses>", Pattern.DOTALL);
  private static final Pattern LICENSE_NAME =
      Pattern.compile("<license>.*?<name>(.*?)</name>", Pattern.DOTALL);
  private static final Pattern LICENSE_TEXT =
      Pattern.compile("(?i)META-INF/(?:.*/)?((?:LICEN[SC]E|NOTICE|COPYING|AL2|LGPL)[^/]*)");

  private final Path repository;
  private final Map<String, Component> components = new TreeMap<>();

  private BillOfMaterials(Path repository) {
    this.repository = repository;
  }

  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    BillOfMaterials bill = new BillOfMaterials(Path.of(args[4]).toAbsolutePath());
    List<String> given = List.of(args).subList(5, args.length);
    int end = given.contains("--") ? given.indexOf("--") : given.size();
    for (String jar : given.subList(0, end)) {
      bill.add(Path.of(jar).toAbsolutePath(), directory.resolve("licenses"));
    }
    for (int at = end + 1; at + 3 < given.size(); at += 4) {
      String name = given.get(at);
      List<String> license = List.of(given.get(at + 3).replace('_', ' '));
      bill.components.put(
          name, new Component("", name, given.get(at + 1), given.get(at + 2), license, ""));
    }
    Files.writeString(directory.resolve("sbom.cdx.json"), bill.json(args[1], args[2], args[3]));
    Files.writeString(directory.resolve("NOTICE"), bill.notice(args[1]));
  }

  private void add(Path jar, Path texts) throws IOException {
    if (!jar.startsWith(repository)) {
      throw new IOException(jar + " is not in " + repository);
    }
    Path version = jar.getParent();
    Path artifact = version.getParent();
    String group = repository.relativize(artifact.getParent()).toString().replace('/', '.');
    String name = artifact.getFileName().toString();
    String number = version.getFileName().toString();
    List<String> licenses = licenses(pom(group, name, number));
    if (licenses.isEmpty()) {
      throw new IOException(jar + ": no licence in its POM and its parents'");
    }
    String purl = "pkg:maven/" + group + "/" + name + "@" + number + "?type=jar";
    components.put(purl, new Component(group, name, number, purl, licenses, sha256(jar)));
    copyTexts(jar, texts.resolve(name));
  }

  private Path pom(String group, String name, String version) {
    return repository.resolve(
        group.replace('.', '/') + "/" + name + "/" + version + "/" + name + "-" + version + ".pom");
  }

  private List<String> licenses(Path pom) throws IOException {
    if (!Files.exists(pom)) {
      return List.of();
    }
    String text = Files.readString(pom).replaceAll("(?s)<!--.*?-->", "");
    Matcher section = LICENSES.matcher(text);
    if (section.find()) {
      List<String> names = new ArrayList<>();
      Matcher name = LICENSE_NAME.matcher(section.group(1));
      while (name.find()) {
        String plain = name.group(1).strip();
        names.add(SPDX.getOrDefault(plain.toLowerCase(Locale.ROOT), plain));
      }
      return names.stream().distinct().toList();
    }
    Matcher parent = PARENT.matcher(text);
    return parent.find()
        ? licenses(pom(parent.group(1).strip(), parent.group(2).strip(), parent.group(3).strip()))
        : List.of();
  }

  private static void copyTexts(Path path, Path to) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        Matcher matcher = LICENSE_TEXT.matcher(entry.getName());
        if (!entry.isDirectory() && matcher.matches()) {
          Files.createDirectories(to);
          try (InputStream in = jar.getInputStream(entry)) {
            Files.write(to.resolve(matcher.group(1)), in.readAllBytes());
          }
        }
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String json(String name, String version, String time) {
    String all = components.values().stream().map(this::json).collect(joining(",\n"));
    UUID serial = UUID.nameUUIDFromBytes((name + version + time + all).getBytes(UTF_8));
    return """
    {
      "bomFormat": "CycloneDX",
      "specVersion": "1.6",
      "serialNumber": "urn:uuid:%s",
      "version": 1,
      "metadata": {
        "timestamp": "%s",
        "component": {"type": "application", "bom-ref": "%s", "name": "%s", "version": "%s", "licenses": [{"license": {"id": "Apache-2.0"}}]}
      },
      "components": [
    %s
      ]
    }
    """
        .formatted(serial, time, name, name, version, all);
  }

  private String json(Component of) {
    String licenses = of.licenses.stream().map(BillOfMaterials::json).collect(joining(", "));
    return "    {\"type\": \"library\", \"bom-ref\": \"%s\", %s\"name\": \"%s\", \"version\": \"%s\", \"purl\": \"%s\", %s\"licenses\": [%s]}"
        .formatted(
            of.purl,
            of.group.isEmpty() ? "" : "\"group\": \"" + of.group + "\", ",
            of.name,
            of.version,
            of.purl,
            of.hash.isEmpty()
                ? ""
                : "\"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"" + of.hash + "\"}], ",
            licenses);
  }

  private static String json(String license) {
    if (license.contains(" WITH ")) {
      return "{\"expression\": \"" + license + "\"}";
    }
    boolean spdx = !license.contains(" ") && !license.startsWith("LicenseRef");
    return "{\"license\": {\"" + (spdx ? "id" : "name") + "\": \"" + license + "\"}}";
  }

  private String notice(String name) {
    StringBuilder text = new StringBuilder();
    text.append(name)
        .append(
            """
             is licensed under the Apache License 2.0, and comes with work of others:

            """);
    for (Component of : components.values()) {
      String title = of.group.isEmpty() ? of.name : of.group + ":" + of.name;
      text.append("- %s %s: %s%n".formatted(title, of.version, String.join(" or ", of.licenses)));
    }
    return text.append(
            """

            Their licences and notices are in licenses/, those of the Java runtime in its directory legal/.
            Classes of the libraries that jcr does not use are left out; class files of Java 5 and older have
            the version of Java 25. Nothing else was changed. The source of busybox and musl is Debian's source
            package of the version that is named above.
            """)
        .toString();
  }
}
