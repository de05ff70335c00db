package io.jcr.rootfs.tar;

import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// A directory that archives are unpacked into, and what can be seen there.
record UnpackedTree(Path root) {
  private static final Libc LIBC = new FfmLibc();

  static boolean isMadeByRoot() {
    return LIBC.geteuid() == 0;
  }

  void write(TarBuilder archive) throws IOException {
    write(archive.build());
  }

  void write(byte[] archive) throws IOException {
    TarReader reader = new TarReader(new ByteArrayInputStream(archive), ArchiveLimits.DEFAULT);
    TreeWriter writer = new TreeWriter(root, LIBC);
    for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
      writer.add(entry, reader);
    }
    writer.finish();
  }

  Path path(String name) {
    return root.resolve(name);
  }

  String content(String name) throws IOException {
    return Files.readString(path(name));
  }

  Object attribute(String name, String attribute) throws IOException {
    return Files.getAttribute(path(name), attribute, LinkOption.NOFOLLOW_LINKS);
  }

  /// Permission bits.
  int mode(String name) throws IOException {
    return (Integer) attribute(name, "unix:mode") & 07777;
  }
}
