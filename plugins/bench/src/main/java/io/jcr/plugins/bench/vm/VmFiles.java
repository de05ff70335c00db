package io.jcr.plugins.bench.vm;

import io.jcr.plugins.bench.debian.CachedDirectory;
import io.jcr.plugins.bench.debian.HostProgram;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The directory with a subject's images, and its guests' settings and output. It is locked while
/// its owner lives; what a killed owner left is removed by the next.
final class VmFiles implements AutoCloseable {
  /// In a machine's directory: a link to the image of its data disk, which is elsewhere.
  static final String DATA_LINK = "data";

  private static final String LOCK = "lock";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final FileChannel channel;

  private VmFiles(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static VmFiles create(Path cache) throws IOException, InterruptedException {
    Files.createDirectories(cache);
    removeAbandoned(cache);
    Path directory = Files.createTempDirectory(cache, "vm-");
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel.lock();
    return new VmFiles(directory, channel);
  }

  Path directory() {
    return directory;
  }

  Path resolve(String name) {
    return directory.resolve(name);
  }

  /// An image of the directory's contents with free space, for virtio-blk.
  static void makeRootImage(Path rootfs, Path image) throws IOException, InterruptedException {
    long used;
    try (var files = Files.walk(rootfs)) {
      used = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
    long mebibytes = ((used + used / 4) >> 20) + 128;
    makeFileSystem(
        image,
        mebibytes,
        List.of("-O", "^has_journal", "-E", "root_owner=0:0", "-d", rootfs.toString()));
  }

  /// An empty file system. Its tables are complete, so that the guest has nothing to do in the
  /// background.
  static void makeDataImage(Path image, long bytes) throws IOException, InterruptedException {
    makeFileSystem(
        image, bytes >> 20, List.of("-E", "root_owner=0:0,lazy_itable_init=0,lazy_journal_init=0"));
  }

  private static void makeFileSystem(Path image, long mebibytes, List<String> options)
      throws IOException, InterruptedException {
    Path mke2fs = HostProgram.find("bench vm", "mke2fs", "e2fsprogs");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(mke2fs.toString(), "-q", "-F", "-t", "ext4", "-m", "0"));
    command.addAll(options);
    command.addAll(List.of(image.toString(), mebibytes + "M"));
    HostProgram.expect(Path.of("/"), PATIENCE, command);
  }

  /// Removes the directory of one machine, and its data disk.
  static void removeMachine(Path directory) throws IOException {
    Path link = directory.resolve(DATA_LINK);
    if (Files.isSymbolicLink(link)) {
      Files.deleteIfExists(Files.readSymbolicLink(link));
    }
    CachedDirectory.remove(directory);
  }

  @Override
  public void close() throws IOException {
    CachedDirectory.remove(directory);
    channel.close();
  }

  private static void removeAbandoned(Path cache) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(cache, "vm-*")) {
      for (Path directory : found) {
        Path lock = directory.resolve(LOCK);
        if (Files.exists(lock) && isAbandoned(lock)) {
          TapNetwork.removeOf(directory);
          removeMachines(directory);
          CachedDirectory.remove(directory);
        }
      }
    }
  }

  private static void removeMachines(Path directory) throws IOException {
    try (DirectoryStream<Path> machines = Files.newDirectoryStream(directory, "run-*")) {
      for (Path machine : machines) {
        removeMachine(machine);
      }
    }
  }

  private static boolean isAbandoned(Path lock) throws IOException {
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false; // of this very process
    }
  }
}
