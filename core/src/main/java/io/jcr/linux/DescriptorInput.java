package io.jcr.linux;

import io.jcr.api.ErrnoException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Input from a descriptor. The end of the session also ends a wait for data.
public final class DescriptorInput extends InputStream {
  private static final int CHUNK = 1 << 16;

  private final int fd;

  public DescriptorInput(int fd) {
    this.fd = fd;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    int max = Math.min(length, CHUNK);
    try {
      FfmLibc.await(fd, FfmLibc.POLLIN, -1);
      ByteBuffer buffer = SpareBuffers.take(max);
      try {
        long at = NativeCall.address(buffer);
        int n = (int) NativeCall.call(Syscall.READ, "fd " + fd, buffer, fd, at, max);
        buffer.get(0, bytes, offset, n);
        return n == 0 ? -1 : n;
      } finally {
        SpareBuffers.giveBack(buffer);
      }
    } catch (ErrnoException e) {
      throw new IOException(ErrorText.of(e.errno()), e);
    }
  }
}
