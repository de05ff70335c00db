package io.jcr.cli.spec;

import io.jcr.api.Mount;
import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `-v SRC:DST[:OPTION,…]`: shows a file or directory of the host in the container, with all mounts
/// below it and writable unless `ro` is among the options, as docker does. With `ro` the mounts
/// below it are read-only too. In a user namespace its ids are mapped, unless `noidmap` is given.
public final class VolumeOption {
  private static final List<String> OPTIONS =
      List.of("ro", "rw", "nosuid", "nodev", "noexec", "noatime", "bind", "rbind", "noidmap");
  private static final String FORM = "expected SRC:DST[:OPTION,…]";

  private VolumeOption() {}

  /// Parses one `-v`; a relative source is taken from the working directory.
  ///
  /// @throws UsageException when it is malformed, or the source does not exist
  public static Mount parse(String option) {
    return parse(option, Path.of(""));
  }

  /// The same with a working directory.
  static Mount parse(String option, Path cwd) {
    String[] parts = option.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
      throw new UsageException(
          "--volume " + option + ": " + FORM + ", a directory or file of the host first");
    }
    String destination = ContainerPath.parse("--volume " + option, parts[1]);
    List<String> options = options(option, parts.length == 3 ? parts[2] : "");
    return mount("--volume " + option, cwd.resolve(parts[0]), destination, options);
  }

  /// What shows `source` at `destination`.
  ///
  /// @param subject the option for messages
  static Mount mount(String subject, Path source, String destination, List<String> options) {
    return new Mount(destination, "bind", real(subject, source), options);
  }

  /// The real path: what is checked now is what will be mounted, also after symbolic links change.
  private static String real(String subject, Path source) {
    try {
      return source.toRealPath().toString();
    } catch (NoSuchFileException e) {
      throw new UsageException(
          subject + ": " + source.toAbsolutePath() + " does not exist on the host");
    } catch (IOException e) {
      throw new UsageException(
          subject + ": " + source.toAbsolutePath() + " cannot be opened: " + e);
    }
  }

  private static List<String> options(String option, String list) {
    List<String> options = new ArrayList<>();
    for (String word : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      if (!OPTIONS.contains(word)) {
        throw new UsageException(
            "--volume "
                + option
                + ": unknown option '"
                + word
                + "', choose from "
                + String.join(", ", OPTIONS));
      }
      if (options.contains(word)) {
        throw new UsageException("--volume " + option + ": '" + word + "' is given twice");
      }
      options.add(word);
    }
    refuseBoth(option, options, "ro", "rw");
    refuseBoth(option, options, "bind", "rbind");
    if (!options.contains("bind") && !options.contains("rbind")) {
      options.addFirst("rbind");
    }
    return options;
  }

  private static void refuseBoth(String option, List<String> options, String one, String other) {
    if (options.contains(one) && options.contains(other)) {
      throw new UsageException(
          "--volume " + option + ": '" + one + "' and '" + other + "' exclude each other");
    }
  }
}
