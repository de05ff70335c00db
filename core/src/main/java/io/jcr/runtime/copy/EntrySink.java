package io.jcr.runtime.copy;

import io.jcr.rootfs.tar.TarEntry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/// Where the files go that a [TreeWalk] finds.
interface EntrySink {
  /// Takes a file.
  ///
  /// @param content what is in it; null when it is no regular file
  void add(TarEntry entry, @Nullable FileChannel content) throws IOException;
}
