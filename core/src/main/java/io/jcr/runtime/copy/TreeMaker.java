package io.jcr.runtime.copy;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.linux.Libc;
import io.jcr.rootfs.tar.TarEntry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Makes files below an open directory, and nowhere else, although others change it meanwhile: the
/// way to each is resolved by the kernel beneath the directory without following a link, each is
/// made anew by a single name, and what it is given afterwards (owner, mode, time) goes to the
/// opened file.
///
/// What was there is replaced, except that a directory and what is no directory never replace each
/// other, and that a directory that was there stays as it was.
final class TreeMaker {
  private static final int SETUID_AND_SETGID = 06000;
  private static final int NEW_DIRECTORY = 0755;

  private final Libc libc;
  private final Descriptor directory;
  private final @Nullable Owners keeping;
  private final Consumer<String> skipped;
  private final List<TarEntry> made = new ArrayList<>();

  /// @param keeping how owners are kept; null: all belongs to who makes it, so no file keeps what
  ///   would give its user another one's power (setuid, setgid, capabilities), and no device is
  ///   made
  /// @param skipped is told what is not made, and why
  TreeMaker(Libc libc, Descriptor directory, @Nullable Owners keeping, Consumer<String> skipped) {
    this.libc = libc;
    this.directory = directory;
    this.keeping = keeping;
    this.skipped = skipped;
  }

  /// Writes the content of a file.
  interface Content {
    void copyTo(FileChannel file) throws IOException;
  }

  /// Makes a file; its directory is made when it is missing.
  ///
  /// @param content of a regular file
  void add(TarEntry entry, Content content) throws IOException {
    try {
      make(entry, content);
    } catch (ErrnoException e) {
      throw Failure.of(entry.name(), e);
    }
  }

  private void make(TarEntry entry, Content content) throws IOException {
    List<String> components = components(entry.name());
    if (components.isEmpty()) {
      return; // the directory itself, which was there
    }
    String name = components.getLast();
    try (Descriptor parent = parent(components.subList(0, components.size() - 1))) {
      if (!isFree(parent, name, entry, content)) {
        return;
      }
      switch (entry.type()) {
        case DIRECTORY -> {
          libc.mkdir(parent.child(name), 0700);
          made.add(entry);
        }
        case FILE -> file(parent, name, entry, content);
        case HARD_LINK -> hardLink(parent, name, entry);
        case SYMBOLIC_LINK -> symbolicLink(parent, name, entry);
        case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO -> node(parent, name, entry);
      }
    }
  }

  /// Gives the new directories their owners, modes and times, when nothing is made in them any
  /// more.
  void finish() throws IOException {
    for (TarEntry entry : made.reversed()) {
      String path = String.join("/", components(entry.name()));
      try (Descriptor opened = directory.open(path, Libc.O_RDONLY | Libc.O_DIRECTORY)) {
        setOwner(opened, entry);
        Files.setAttribute(opened.path(), "unix:mode", entry.mode());
        Files.setLastModifiedTime(opened.path(), FileTime.from(entry.modified()));
      } catch (ErrnoException e) {
        throw Failure.of(entry.name(), e);
      }
    }
  }

  /// Makes room for a file.
  ///
  /// @return false when it is there already: a directory, or a mounted file that has been written
  ///   to
  private boolean isFree(Descriptor parent, String name, TarEntry entry, Content content)
      throws IOException {
    try (Descriptor old = parent.find(name)) {
      if (old == null) {
        return true;
      }
      boolean isDirectory = entry.type() == TarEntry.Type.DIRECTORY;
      boolean wasDirectory = old.status().isDirectory();
      if (wasDirectory && !isDirectory) {
        throw new UsageException(
            "cp: directory '" + entry.name() + "' cannot be overwritten by what is no directory");
      }
      if (!wasDirectory && isDirectory) {
        throw new UsageException(
            "cp: '" + entry.name() + "' is no directory and cannot be overwritten by one");
      }
      if (isDirectory) {
        return false;
      }
      if (!old.mount().equals(parent.mount())) {
        overwrite(old, entry, content);
        return false;
      }
    }
    remove(parent, name);
    return true;
  }

  /// A file that is mounted there, such as a volume or /etc/hosts: to unlink it from outside the
  /// container's mount namespace would unmount it.
  private static void overwrite(Descriptor mounted, TarEntry entry, Content content)
      throws IOException {
    if (entry.type() != TarEntry.Type.FILE || !mounted.status().isRegularFile()) {
      throw new HostException(
          "cp: '" + entry.name() + "' is mounted there, and only a file can take its content");
    }
    try (Descriptor file = mounted.reopen(Libc.O_WRONLY | Libc.O_TRUNC);
        FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
      content.copyTo(channel);
    }
  }

  private void remove(Descriptor parent, String name) {
    try {
      libc.unlink(parent.child(name));
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  private Descriptor parent(List<String> components) {
    String path = components.isEmpty() ? "." : String.join("/", components);
    try {
      return directory.open(path, Libc.O_PATH | Libc.O_DIRECTORY);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
    Descriptor above = parent(components.subList(0, components.size() - 1));
    try (above) {
      libc.mkdir(above.child(components.getLast()), NEW_DIRECTORY);
    }
    return directory.open(path, Libc.O_PATH | Libc.O_DIRECTORY);
  }

  private void file(Descriptor parent, String name, TarEntry entry, Content content)
      throws IOException {
    int flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW;
    try (Descriptor file = new Descriptor(libc, libc.open(parent.child(name), flags, 0600))) {
      try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
        content.copyTo(channel);
      }
      setOwner(file, entry);
      setCapability(file, entry);
      setMode(file, entry);
      Files.setLastModifiedTime(file.path(), FileTime.from(entry.modified()));
    }
  }

  private void setCapability(Descriptor file, TarEntry entry) {
    byte[] capability = entry.xattrs().get(TreeWalk.CAPABILITY);
    if (keeping != null && capability != null) {
      libc.fsetxattr(file.fd(), TreeWalk.CAPABILITY, capability);
    }
  }

  private void hardLink(Descriptor parent, String name, TarEntry entry) throws IOException {
    List<String> first = components(entry.linkName());
    if (first.isEmpty()) {
      throw new UsageException("cp: '" + entry.name() + "' is a hard link to no file");
    }
    try (Descriptor source = parent(first.subList(0, first.size() - 1))) {
      Files.createLink(parent.child(name), source.child(first.getLast()));
    }
  }

  private void symbolicLink(Descriptor parent, String name, TarEntry entry) throws IOException {
    Files.createSymbolicLink(parent.child(name), Path.of(entry.linkName()));
    if (keeping != null) {
      try (Descriptor link = parent.open(name, Libc.O_PATH)) {
        setOwner(link, entry);
      }
    }
    libc.setModified(parent.child(name), entry.modified());
  }

  private void node(Descriptor parent, String name, TarEntry entry) throws IOException {
    boolean fifo = entry.type() == TarEntry.Type.FIFO;
    if (!fifo && keeping == null) {
      skipped.accept("'" + entry.name() + "' is a device, which is copied with --archive only");
      return;
    }
    int kind =
        fifo
            ? Libc.S_IFIFO
            : entry.type() == TarEntry.Type.BLOCK_DEVICE ? Libc.S_IFBLK : Libc.S_IFCHR;
    libc.mknod(parent.child(name), kind | 0600, entry.major(), entry.minor());
    try (Descriptor node = parent.open(name, Libc.O_PATH)) {
      setOwner(node, entry);
      setMode(node, entry);
    }
    libc.setModified(parent.child(name), entry.modified());
  }

  private void setOwner(Descriptor file, TarEntry entry) throws IOException {
    if (keeping != null) {
      Files.setAttribute(file.path(), "unix:uid", (int) keeping.outside(entry.uid()));
      Files.setAttribute(file.path(), "unix:gid", (int) keeping.outside(entry.gid()));
    }
  }

  private void setMode(Descriptor file, TarEntry entry) throws IOException {
    int mode = keeping == null ? entry.mode() & ~SETUID_AND_SETGID : entry.mode();
    Files.setAttribute(file.path(), "unix:mode", mode);
  }

  /// The names on the way. `.` and a leading `/` say nothing; `..` has no place here.
  private static List<String> components(String path) {
    List<String> components = new ArrayList<>();
    for (String component : path.split("/", -1)) {
      if (component.equals("..") || component.indexOf('\0') >= 0) {
        throw new UsageException("cp: '" + path + "' leads out of the archive");
      }
      if (!component.isEmpty() && !component.equals(".")) {
        components.add(component);
      }
    }
    return components;
  }
}
