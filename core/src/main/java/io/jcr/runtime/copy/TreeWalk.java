package io.jcr.runtime.copy;

import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.linux.Libc;
import io.jcr.rootfs.tar.TarEntry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a file, or a directory with all that is below it, although others change it meanwhile:
/// each file is opened by a single name in a directory that is open, and a symbolic link is never
/// followed. What is gone when its turn comes is left out, as if it had gone a moment before.
final class TreeWalk {
  static final String CAPABILITY = "security.capability";

  private final Libc libc;
  private final Owners owners;
  private final EntrySink sink;
  private final Consumer<String> skipped;
  private final FileStatus.@Nullable Identity destination;
  private final Map<FileStatus.Identity, String> linked = new HashMap<>();

  /// @param owners those of where the files are
  /// @param skipped is told what is not copied, and why
  /// @param destination the directory that is written into, which is not read
  TreeWalk(
      Libc libc,
      Owners owners,
      EntrySink sink,
      Consumer<String> skipped,
      FileStatus.@Nullable Identity destination) {
    this.libc = libc;
    this.owners = owners;
    this.sink = sink;
    this.skipped = skipped;
    this.destination = destination;
  }

  /// Reads what is at `spot`, under the name `name`.
  void read(Spot spot, String name) throws IOException {
    Descriptor node = spot.node();
    if (node == null) {
      throw new NoSuchFileException(name);
    }
    read(node, spot.parent(), spot.name(), name);
  }

  private void read(Descriptor node, Descriptor parent, String child, String name)
      throws IOException {
    try {
      readAs(node, parent, child, name);
    } catch (ErrnoException e) {
      throw Failure.of(name, e);
    }
  }

  private void readAs(Descriptor node, Descriptor parent, String child, String name)
      throws IOException {
    FileStatus status = node.status();
    Optional<TarEntry.Type> type = status.type();
    if (type.isEmpty()) {
      skipped.accept("'" + name + "' is a socket");
      return;
    }
    String first = status.isDirectory() ? null : firstName(status, name);
    if (first != null) {
      sink.add(entry(TarEntry.Type.HARD_LINK, name, first, status, Map.of()), null);
      return;
    }
    switch (type.get()) {
      case FILE -> file(node, name, status);
      case DIRECTORY -> directory(node, name, status);
      case SYMBOLIC_LINK -> symbolicLink(parent, child, name, status);
      default -> sink.add(entry(type.get(), name, "", status, Map.of()), null);
    }
  }

  /// The name under which a file with several names was read already.
  private @Nullable String firstName(FileStatus status, String name) {
    return status.links() > 1 ? linked.putIfAbsent(status.identity(), name) : null;
  }

  private void file(Descriptor node, String name, FileStatus status) throws IOException {
    try (Descriptor file = node.reopen(Libc.O_RDONLY);
        FileChannel content = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      Map<String, byte[]> attributes = new HashMap<>();
      libc.fgetxattr(file.fd(), CAPABILITY)
          .ifPresent(capability -> attributes.put(CAPABILITY, capability));
      sink.add(entry(TarEntry.Type.FILE, name, "", status, attributes), content);
    }
  }

  private void directory(Descriptor node, String name, FileStatus status) throws IOException {
    if (status.identity().equals(destination)) {
      throw new UsageException("cp: '" + name + "' cannot be copied into itself");
    }
    sink.add(entry(TarEntry.Type.DIRECTORY, name, "", status, Map.of()), null);
    for (String child : names(node, name)) {
      try (Descriptor found = node.find(child)) {
        if (found != null) {
          read(found, node, child, name + "/" + child);
        }
      }
    }
  }

  private void symbolicLink(Descriptor parent, String child, String name, FileStatus status)
      throws IOException {
    String target;
    try {
      target = text(Files.readSymbolicLink(parent.child(child)), name);
    } catch (NotLinkException | NoSuchFileException e) {
      return; // it has just gone
    }
    sink.add(entry(TarEntry.Type.SYMBOLIC_LINK, name, target, status, Map.of()), null);
  }

  private static List<String> names(Descriptor directory, String shown) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.path())) {
      for (Path entry : entries) {
        names.add(text(entry.getFileName(), shown));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }

  /// A name as text. What is no text would come out as another name.
  private static String text(Path name, String shown) {
    String text = name.toString();
    if (!Path.of(text).equals(name)) {
      throw new HostException("cp: '" + shown + "' has a name that is not UTF-8: '" + text + "'");
    }
    return text;
  }

  private TarEntry entry(
      TarEntry.Type type,
      String name,
      String linkName,
      FileStatus status,
      Map<String, byte[]> attributes) {
    return new TarEntry(
        type,
        name,
        linkName,
        status.permissions(),
        owners.inside(status.uid()),
        owners.inside(status.gid()),
        status.modified(),
        status.major(),
        status.minor(),
        attributes);
  }
}
