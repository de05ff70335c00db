package io.jcr.plugin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jcr.api.PluginException;
import io.jcr.spi.SpiTable;
import io.jcr.spi.SpiVersion;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Where folder indexes are kept: the distribution's in its own folder, where the build writes it;
/// the others in a cache. A checksum protects each index, and a damaged one counts as missing.
/// Indexes are replaced as a whole, so concurrent writers do no harm. Whoever reads an index, it is
/// used only if root alone can change it.
public final class IndexStore {
  /// The index that the build puts into the distribution's folder.
  static final String BUNDLED = "plugins.index";

  private static final int CHECKSUM = 9; // eight digits and a newline
  private static final String HEADER =
      "jcr plugin index 2\t" + SpiVersion.CURRENT + '\t' + Runtime.version().feature() + '\t';

  private final SpiTable spis;
  private final @Nullable Path cache;
  private final Trust trust;
  private final boolean writing;
  private final List<String> refused = new ArrayList<>();

  /// @param spis the kinds of backend
  /// @param cache the directory for the indexes; null keeps none
  /// @param trust applied to what is read
  /// @param writing whether indexes are written there
  public IndexStore(SpiTable spis, @Nullable Path cache, Trust trust, boolean writing) {
    this.spis = spis;
    this.cache = cache;
    this.trust = trust;
    this.writing = writing;
  }

  /// No index: each jar is opened.
  public static IndexStore none() {
    return new IndexStore(SpiTable.STANDARD, null, Trust.inEverything(), false);
  }

  /// The kinds of backend.
  SpiTable spis() {
    return spis;
  }

  /// What is known about a folder's jars.
  FolderIndex read(PluginFolder folder, List<FoundJar> jars) {
    FolderIndex index = new FolderIndex();
    if (folder.origin() == PluginFolder.Origin.DISTRIBUTION) {
      index = read(folder.path().resolve(BUNDLED), header("."), jars);
    }
    if (cache != null && !knowsAll(index, jars)) {
      index.add(read(file(cache, folder), header(folder), jars));
    }
    return index;
  }

  private static boolean knowsAll(FolderIndex index, List<FoundJar> jars) {
    for (FoundJar jar : jars) {
      if (index.get(jar) == null) {
        return false;
      }
    }
    return true;
  }

  private FolderIndex read(Path file, String header, List<FoundJar> jars) {
    byte[] content;
    try (InputStream in = new FileInputStream(file.toFile())) {
      content = in.readAllBytes();
      trust.require(file);
    } catch (FileNotFoundException _) {
      return new FolderIndex();
    } catch (IOException e) {
      refused.add("plugin index " + file + " is not used: " + e);
      return new FolderIndex();
    } catch (PluginException e) {
      refused.add(String.valueOf(e.getMessage()).replaceFirst("^plugin ", "plugin index "));
      return new FolderIndex();
    }
    int end = content.length - CHECKSUM;
    if (end < 0 || !new String(content, end, CHECKSUM, ISO_8859_1).equals(checksum(content, end))) {
      return new FolderIndex();
    }
    return IndexReader.read(content, end, header, jars);
  }

  /// Saves what is known, if indexes are written. Failing to save it is not an error: the next run
  /// opens the jars again.
  void write(PluginFolder folder, List<FoundJar> jars, FolderIndex index) {
    if (cache == null || !writing || index.isEmpty()) {
      return;
    }
    try {
      Files.createDirectories(
          cache,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      trust.require(cache);
      forgetMissing(cache);
      write(file(cache, folder), index.write(header(folder), jars));
    } catch (IOException e) {
      refused.add("plugin index " + file(cache, folder) + " cannot be written: " + e);
    } catch (PluginException e) {
      refused.add(String.valueOf(e.getMessage()).replaceFirst("^plugin ", "plugin index "));
    }
  }

  /// Opens all jars of the distribution's folder and writes an index of them into it. Used by the
  /// build.
  public static void writeBundled(PluginFolder folder) throws IOException {
    List<FoundJar> jars = FoundJar.in(folder);
    FolderIndex index = new FolderIndex();
    for (FoundJar jar : jars) {
      index.put(jar, JarInspection.of(jar, SpiTable.STANDARD).description());
    }
    write(folder.path().resolve(BUNDLED), index.write(header("."), jars));
  }

  private static void write(Path file, String text) throws IOException {
    byte[] content = text.getBytes(US_ASCII);
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            String.valueOf(file.getFileName()),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    try {
      Files.write(fresh, (text + checksum(content, content.length)).getBytes(US_ASCII));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /// Removes the indexes of folders that no longer exist, such as those of tests. Another jcr may
  /// do the same at the same time.
  private static void forgetMissing(Path cache) throws IOException {
    String[] names = cache.toFile().list((_, name) -> name.endsWith(".index"));
    for (String name : names == null ? new String[0] : names) {
      Path file = cache.resolve(name);
      try (var lines = Files.newBufferedReader(file, ISO_8859_1)) {
        String first = lines.readLine();
        String folder = first == null ? "" : first.substring(first.lastIndexOf('\t') + 1);
        if (!new File(FolderIndex.plain(folder)).isDirectory()) {
          Files.deleteIfExists(file);
        }
      } catch (NoSuchFileException _) {
        // the other process removed it
      }
    }
  }

  /// Why indexes were not used or not written, one sentence each.
  List<String> refused() {
    return List.copyOf(refused);
  }

  private static String header(PluginFolder folder) {
    return header(FolderIndex.escaped(folder.path().toString()));
  }

  private static String header(String folder) {
    return HEADER.concat(folder).concat("\n"); // '+' would generate a class at run time
  }

  /// The index file, named after a hash of the folder's path; its first line repeats the path.
  private static Path file(Path cache, PluginFolder folder) {
    String path = folder.path().toString();
    String name = Integer.toHexString(path.hashCode());
    return cache.resolve(name.concat("-").concat(Integer.toString(path.length())).concat(".index"));
  }

  private static String checksum(byte[] content, int length) {
    CRC32 crc = new CRC32();
    crc.update(content, 0, length);
    String hex = Long.toHexString(crc.getValue() | 1L << 32); // nine digits, leading zeros kept
    return hex.substring(1).concat("\n");
  }
}
