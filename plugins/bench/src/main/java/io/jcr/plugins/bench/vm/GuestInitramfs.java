package io.jcr.plugins.bench.vm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The initial file system of a guest: boot-mark, busybox, the modules and the script `init`. It is
/// the same for all guests.
final class GuestInitramfs {
  /// The commands that the script uses.
  private static final List<String> APPLETS =
      List.of(
          "sh",
          "cat",
          "chroot",
          "grep",
          "hostname",
          "ip",
          "ln",
          "mkdir",
          "modprobe",
          "mount",
          "poweroff",
          "sync",
          "umount",
          "usleep");

  private GuestInitramfs() {}

  /// @param bootMark the guest's first program
  static void write(Path file, GuestKernel kernel, Path busybox, Path bootMark) throws IOException {
    try (CpioArchive archive = new CpioArchive(file)) {
      for (String directory : List.of("dev", "proc", "sys", "new", "bin")) {
        archive.directory(directory);
      }
      // The kernel opens it as the first program's standard streams, before devtmpfs is mounted.
      archive.characterDevice("dev/console", 5, 1);
      archive.file("boot-mark", Files.readAllBytes(bootMark));
      archive.file("bin/busybox", Files.readAllBytes(busybox));
      for (String applet : APPLETS) {
        archive.symbolicLink("bin/" + applet, "busybox");
      }
      archive.file("vm-init", script());
      addModules(archive, kernel);
    }
  }

  private static void addModules(CpioArchive archive, GuestKernel kernel) throws IOException {
    Path modules = kernel.modules();
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(modules)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        names.add(name.replace(".ko", ""));
        archive.file(
            "lib/modules/" + kernel.version() + "/" + modules.relativize(file),
            Files.readAllBytes(file));
      }
    }
    List<String> loaded = GuestKernel.MODULES.stream().filter(names::contains).toList();
    archive.file("modules", (String.join(" ", loaded) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] script() throws IOException {
    try (InputStream in = GuestInitramfs.class.getResourceAsStream("init")) {
      if (in == null) {
        throw new IOException("the plugin's jar has no script init");
      }
      return in.readAllBytes();
    }
  }
}
