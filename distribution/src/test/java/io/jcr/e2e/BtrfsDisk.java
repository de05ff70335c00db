package io.jcr.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A btrfs in a file, with a subvolume that has the bundled root file system. Closing it unmounts
/// it.
///
/// @param directory where it is mounted
record BtrfsDisk(Path directory) implements AutoCloseable {
  /// Mounts one below `work`; skips the test where none can be mounted.
  static BtrfsDisk mount(Path work, Jcr jcr) throws IOException {
    Requires.command("mkfs.btrfs", "btrfs-progs");
    Requires.filesystem("btrfs");
    Path image = work.resolve("image");
    Jcr.host("truncate", "--size=256M", image.toString());
    Jcr.host("mkfs.btrfs", "--quiet", image.toString());
    BtrfsDisk disk = new BtrfsDisk(Files.createDirectory(work.resolve("disk")));
    Result mounted =
        jcr.launch(List.of("mount", "-o", "loop", image.toString(), disk.directory.toString()))
            .awaitEnd();
    assumeTrue(mounted.status() == 0, () -> "machine: cannot mount a btrfs: " + mounted.errors());
    disk.createSubvolume(disk.base());
    Jcr.host("cp", "-a", jcr.rootfs() + "/.", disk.base().toString());
    return disk;
  }

  /// The subvolume.
  Path base() {
    return directory.resolve("base");
  }

  /// The same jcr, with its state on this disk.
  Jcr used(Jcr jcr) {
    return jcr.with("JCR_ROOT", directory.resolve("jcr").toString());
  }

  /// The root of a container whose state is on this disk.
  Path rootOf(String name) {
    return directory.resolve("jcr/data/containers").resolve(name).resolve("root");
  }

  /// Makes an empty subvolume.
  void createSubvolume(Path subvolume) {
    Jcr.host("btrfs", "subvolume", "create", subvolume.toString());
  }

  /// Nobody can write to this subvolume from now on.
  void makeReadOnly(Path subvolume) {
    Jcr.host("btrfs", "property", "set", subvolume.toString(), "ro", "true");
  }

  /// The paths of all subvolumes, in the order in which they were made.
  List<String> subvolumes() {
    return Jcr.host("btrfs", "subvolume", "list", directory.toString())
        .lines()
        .map(line -> line.substring(line.indexOf(" path ") + " path ".length()))
        .toList();
  }

  /// A supervisor that has done its work may not have closed its files yet.
  @Override
  public void close() {
    Await.until("nobody uses " + directory, this::unmount);
  }

  private boolean unmount() {
    try {
      return new ProcessBuilder("umount", directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
