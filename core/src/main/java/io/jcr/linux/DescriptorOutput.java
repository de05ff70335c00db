package io.jcr.linux;

import io.jcr.api.ErrnoException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Output to a descriptor. The end of the session also ends a wait for the reader.
public final class DescriptorOutput extends OutputStream {
  private static final int CHUNK = 1 << 16;

  private final int fd;

  public DescriptorOutput(int fd) {
    this.fd = fd;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    ByteBuffer buffer = SpareBuffers.take(Math.min(length, CHUNK));
    long at = NativeCall.address(buffer);
    try {
      for (int done = 0; done < length; ) {
        int part = Math.min(length - done, CHUNK);
        buffer.put(0, bytes, offset + done, part);
        FfmLibc.await(fd, FfmLibc.POLLOUT, -1);
        done += (int) NativeCall.call(Syscall.WRITE, "fd " + fd, buffer, fd, at, part);
      }
    } catch (ErrnoException e) {
      throw new IOException(ErrorText.of(e.errno()), e);
    } finally {
      SpareBuffers.giveBack(buffer);
    }
  }
}
