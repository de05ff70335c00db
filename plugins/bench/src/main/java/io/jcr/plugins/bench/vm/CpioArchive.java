package io.jcr.plugins.bench.vm;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// An initramfs in the kernel's "newc" format
/// (Documentation/driver-api/early-userspace/buffer-format.rst): every header has 110 characters,
/// names and contents are padded to 4 bytes, and everything belongs to root.
final class CpioArchive implements AutoCloseable {
  private static final int S_IFDIR = 0040000;
  private static final int S_IFCHR = 0020000;
  private static final int S_IFREG = 0100000;
  private static final int S_IFLNK = 0120000;
  private static final int HEADER_BYTES = 110;
  private static final int ALIGNMENT = 4;

  private final OutputStream out;
  private final Set<String> directories = new HashSet<>();
  private int inode;

  CpioArchive(Path file) throws IOException {
    out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  /// A directory, and its parents.
  void directory(String name) throws IOException {
    int slash = name.lastIndexOf('/');
    if (slash > 0) {
      directory(name.substring(0, slash));
    }
    if (directories.add(name)) {
      entry(name, S_IFDIR | 0755, 0, 0, new byte[0]);
    }
  }

  /// A file; it is executable, as all files here may be.
  void file(String name, byte[] content) throws IOException {
    parent(name);
    entry(name, S_IFREG | 0755, 0, 0, content);
  }

  void symbolicLink(String name, String target) throws IOException {
    parent(name);
    entry(name, S_IFLNK | 0777, 0, 0, target.getBytes(StandardCharsets.UTF_8));
  }

  void characterDevice(String name, int major, int minor) throws IOException {
    parent(name);
    entry(name, S_IFCHR | 0600, major, minor, new byte[0]);
  }

  @Override
  public void close() throws IOException {
    try (out) {
      entry("TRAILER!!!", 0, 0, 0, new byte[0]);
    }
  }

  private void parent(String name) throws IOException {
    int slash = name.lastIndexOf('/');
    if (slash > 0) {
      directory(name.substring(0, slash));
    }
  }

  private void entry(String name, int mode, int major, int minor, byte[] content)
      throws IOException {
    byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
    int links = (mode & S_IFDIR) != 0 && (mode & S_IFREG) == 0 ? 2 : 1;
    int[] fields = {
      ++inode, mode, 0, 0, links, 0, content.length, 0, 0, major, minor, nameBytes.length, 0
    };
    StringBuilder header = new StringBuilder(HEADER_BYTES).append("070701");
    for (int field : fields) {
      header.append("%08X".formatted(field));
    }
    out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
    out.write(nameBytes);
    pad(HEADER_BYTES + nameBytes.length);
    out.write(content);
    pad(content.length);
  }

  private void pad(int length) throws IOException {
    out.write(new byte[(ALIGNMENT - length % ALIGNMENT) % ALIGNMENT]);
  }
}
