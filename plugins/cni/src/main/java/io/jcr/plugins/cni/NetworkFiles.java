package io.jcr.plugins.cni;

import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The directory of network configurations. If two files have the same network name, the first one
/// by file name counts, as everywhere in CNI.
///
/// @param directory such as `/etc/cni/net.d`
record NetworkFiles(Path directory) {
  /// A network and where it was found.
  record Found(Path file, NetworkConfig network) {}

  /// Finds the network of this name.
  ///
  /// @throws UsageException when there is none, with the known ones and what is wrong with files
  ///   that could not be read
  Found find(String name) {
    List<String> known = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (Path file : files()) {
      try {
        NetworkConfig network = read(file);
        if (network.name().equals(name)) {
          TrustedFile.require(file);
          return new Found(file, network);
        }
        known.add(network.name());
      } catch (Malformed e) {
        broken.add(file.getFileName() + ": " + e.getMessage());
      }
    }
    throw new UsageException(
        "--net=cni: no network '"
            + name
            + "' in "
            + directory
            + (known.isEmpty() ? "" : ": choose from " + String.join(", ", known))
            + (broken.isEmpty() ? "" : "; unusable: " + String.join("; ", broken)));
  }

  /// The names of the usable networks.
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Path file : files()) {
      try {
        names.add(read(file).name());
      } catch (Malformed e) {
        // reported to whoever asks for it by name
      }
    }
    return names;
  }

  private static NetworkConfig read(Path file) throws Malformed {
    try {
      return NetworkConfig.parse(Files.readString(file), file.toString().endsWith(".conflist"));
    } catch (IOException e) {
      throw new Malformed("it cannot be read: " + e);
    } catch (UsageException e) {
      throw new Malformed(String.valueOf(e.getMessage()));
    }
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(directory, "*.{conflist,conf,json}")) {
      found.forEach(files::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new UsageException(
          "--net=cni: there is no directory "
              + directory
              + " with networks (conf=DIR names another)");
    } catch (IOException | DirectoryIteratorException e) {
      throw new UsageException("--net=cni: " + directory + " cannot be listed: " + e);
    }
    files.sort(null);
    return files;
  }

  /// One of several files is unusable.
  private static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason);
    }
  }
}
