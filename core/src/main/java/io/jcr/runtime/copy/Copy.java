package io.jcr.runtime.copy;

import io.jcr.api.UsageException;
import io.jcr.linux.Libc;
import io.jcr.rootfs.tar.ArchiveLimits;
import io.jcr.rootfs.tar.Compression;
import io.jcr.rootfs.tar.MalformedArchiveException;
import io.jcr.rootfs.tar.TarEntry;
import io.jcr.rootfs.tar.TarReader;
import io.jcr.rootfs.tar.TarWriter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Copies between two places by docker's rules:
///
/// | source | destination | becomes |
/// |---|---|---|
/// | a file | a directory | a file of the same name in it |
/// | a file | a file, or nothing | that file |
/// | a directory | a directory | a directory of the same name in it |
/// | a directory | nothing | that directory |
/// | a directory, with `/.` | a directory | what is in it, in that directory |
///
/// A symbolic link is a file of its own, but one at the destination is followed.
public final class Copy {
  /// The caller's own archive is not limited, but names are as long as the kernel takes them.
  private static final ArchiveLimits LIMITS =
      new ArchiveLimits(Long.MAX_VALUE, 4095, Long.MAX_VALUE, Duration.ofDays(3650));

  private final Libc libc;
  private final boolean archive;
  private final boolean follow;
  private final Consumer<String> skipped;
  private long bytes;

  /// @param archive whether owners are kept; else all belongs to root at the destination
  /// @param follow whether a source that is a symbolic link means what it leads to
  /// @param skipped is told what is not copied, and why
  public Copy(Libc libc, boolean archive, boolean follow, Consumer<String> skipped) {
    this.libc = libc;
    this.archive = archive;
    this.follow = follow;
    this.skipped = skipped;
  }

  /// How many bytes the files had.
  public long bytes() {
    return bytes;
  }

  /// Copies from one place to the other.
  public void copy(Side from, Side to) {
    try (Spot source = source(from);
        Spot destination = to.find(true)) {
      Descriptor there = destination.node();
      boolean intoDirectory = destination.isDirectory();
      if (!intoDirectory && source.isDirectory() && there != null) {
        throw new UsageException(
            "cp: the directory " + from.shown() + " cannot be copied to the file " + to.shown());
      }
      if (there == null && !source.isDirectory() && to.path().endsWith("/")) {
        throw new UsageException("cp: " + to.shown() + ": no such directory");
      }
      if (intoDirectory && there != null) {
        make(from, source, from.lastName(), to, there);
      } else {
        make(from, source, destination.name(), to, destination.parent());
      }
    } catch (IOException e) {
      throw Failure.of(to.shown(), e);
    }
  }

  private void make(Side from, Spot source, String name, Side to, Descriptor directory)
      throws IOException {
    TreeMaker maker = new TreeMaker(libc, directory, archive ? to.owners() : null, skipped);
    EntrySink sink = (entry, content) -> maker.add(entry, file -> copy(content, file));
    asRootOf(to);
    try {
      new TreeWalk(libc, from.owners(), sink, skipped, directory.status().identity())
          .read(source, name);
      maker.finish();
    } finally {
      asRootOf(null);
    }
  }

  /// Packs what is at a place into a tar archive.
  public void pack(Side from, OutputStream out) {
    try (Spot source = source(from)) {
      TarWriter writer = new TarWriter(out);
      EntrySink sink =
          (entry, content) -> {
            bytes += content == null ? 0 : content.size();
            writer.add(entry, content);
          };
      new TreeWalk(libc, from.owners(), sink, skipped, null).read(source, from.lastName());
      writer.finish();
    } catch (IOException e) {
      throw Failure.of(from.shown(), e);
    }
  }

  /// Unpacks a tar archive, compressed or not, into a directory.
  public void unpack(InputStream in, Side to) {
    try (Spot destination = to.find(true)) {
      Descriptor directory = destination.node();
      if (directory == null) {
        throw to.missing();
      }
      if (!destination.isDirectory()) {
        throw new UsageException("cp: " + to.shown() + ": not a directory");
      }
      asRootOf(to);
      unpack(in, new TreeMaker(libc, directory, archive ? to.owners() : null, skipped));
    } catch (MalformedArchiveException e) {
      throw new UsageException("cp: standard input: " + e.getMessage());
    } catch (IOException e) {
      throw Failure.of(to.shown(), e);
    } finally {
      asRootOf(null);
    }
  }

  private void unpack(InputStream in, TreeMaker maker) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    buffered.mark(Compression.MAGIC_BYTES);
    byte[] head = buffered.readNBytes(Compression.MAGIC_BYTES);
    buffered.reset();
    try (InputStream plain = Compression.of(head).decompress(buffered)) {
      TarReader reader = new TarReader(plain, LIMITS);
      for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
        maker.add(entry, reader::copyTo);
      }
      bytes = reader.storedBytes();
    }
    maker.finish();
  }

  private Spot source(Side from) throws IOException {
    Spot source = from.find(follow);
    if (source.node() == null) {
      source.close();
      throw from.missing();
    }
    return source;
  }

  /// In a user namespace the host's root has no id, and can make no file where ids are mapped.
  private void asRootOf(@Nullable Side side) {
    if (side == null) {
      libc.makeFilesAs(libc.geteuid(), libc.geteuid());
    } else if (side.owners().isMapped()) {
      libc.makeFilesAs(side.owners().outside(0), side.owners().outside(0));
    }
  }

  private void copy(@Nullable FileChannel from, FileChannel to) throws IOException {
    if (from == null) {
      throw new IllegalStateException("a file without content");
    }
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 17);
    while (from.read(buffer) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        bytes += to.write(buffer);
      }
      buffer.clear();
    }
  }
}
