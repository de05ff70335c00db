package io.jcr.plugins.bench.vm;

import io.jcr.plugins.bench.debian.CachedDirectory;
import io.jcr.plugins.bench.debian.DebianPackages;
import io.jcr.plugins.bench.debian.HostProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Debian's kernel for virtual machines, with the modules that a guest needs before it has a disk.
///
/// @param directory contains `vmlinuz`, `version`, and the modules below `lib/modules`
record GuestKernel(Path directory) {
  /// A package that only depends on that of the current version.
  private static final String PACKAGE = "linux-image-cloud-amd64";

  /// In load order. Some of them may be built into a kernel.
  static final List<String> MODULES =
      List.of("virtio_pci", "qemu_fw_cfg", "virtio_console", "virtio_blk", "virtio_net", "ext4");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// The kernel from the cache, or from Debian.
  ///
  /// @param busybox a static one
  static GuestKernel fetch(Path cache, Path busybox) throws IOException, InterruptedException {
    return new GuestKernel(
        CachedDirectory.get(cache.resolve("kernel"), directory -> unpack(directory, busybox)));
  }

  Path vmlinuz() {
    return directory.resolve("vmlinuz");
  }

  Path modules() {
    return directory.resolve("lib/modules").resolve(version());
  }

  String version() {
    try {
      return Files.readString(directory.resolve("version"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(Path directory, Path busybox)
      throws IOException, InterruptedException {
    DebianPackages debian = new DebianPackages("bench vm");
    Path tree = Files.createDirectory(directory.resolve("tree"));
    List<String> real = debian.dependencies(PACKAGE);
    debian.unpack(real.isEmpty() ? List.of(PACKAGE) : real, tree);
    Path base = Files.isDirectory(tree.resolve("lib/modules")) ? tree : tree.resolve("usr");
    Path modules = DebianPackages.only(base.resolve("lib/modules"), "*");
    String version = modules.getFileName().toString();
    index(modules, base, version, busybox);
    copyModules(modules, directory.resolve("lib/modules").resolve(version));
    Files.move(
        DebianPackages.only(tree.resolve("boot"), "vmlinuz-*"), directory.resolve("vmlinuz"));
    Files.writeString(directory.resolve("version"), version);
    CachedDirectory.remove(tree);
  }

  /// The package has no modules.dep: depmod writes it when a kernel is installed. Newer packages
  /// have compressed modules, which not every busybox can load.
  private static void index(Path modules, Path base, String version, Path busybox)
      throws IOException, InterruptedException {
    String program = busybox.toString();
    HostProgram.expect(
        modules,
        PATIENCE,
        List.of(program, "find", ".", "-name", "*.ko.xz", "-exec", program, "unxz", "{}", "+"));
    HostProgram.expect(
        modules, PATIENCE, List.of(program, "depmod", "-b", base.toString(), version));
  }

  private static void copyModules(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<String> dependencies = Files.readAllLines(from.resolve("modules.dep"));
    Files.copy(from.resolve("modules.dep"), to.resolve("modules.dep"));
    for (String file : needed(dependencies)) {
      Path target = to.resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(from.resolve(file), target, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /// The files of [#MODULES] and of everything that they depend on: a line of modules.dep is `FILE:
  /// FILE…`.
  static Set<String> needed(List<String> dependencies) {
    Set<String> files = new LinkedHashSet<>();
    for (String line : dependencies) {
      int colon = line.indexOf(':');
      String file = line.substring(0, colon);
      String name = file.substring(file.lastIndexOf('/') + 1).replace(".ko", "");
      if (MODULES.contains(name)) {
        files.add(file);
        for (String other : line.substring(colon + 1).strip().split(" +", -1)) {
          if (!other.isEmpty()) {
            files.add(other);
          }
        }
      }
    }
    return files;
  }
}
