package io.jcr.cli.session;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Standard output that remembers why it could not be written to: a [PrintStream] says only that.
public final class StandardOutput extends OutputStream {
  /// What Java calls EPIPE: the reader has seen enough, as in `jcr ps | head -1`.
  private static final String READER_IS_GONE = "Broken pipe";

  private static final int FAILED = 125;

  private final OutputStream file;
  private @Nullable IOException failure;

  StandardOutput(OutputStream file) {
    this.file = file;
  }

  /// The standard output of this process.
  public static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  /// One that writes to `file`.
  public static StandardOutput to(OutputStream file) {
    return new StandardOutput(file);
  }

  /// What commands print to; each line is written at once.
  PrintStream stream() {
    return new PrintStream(new BufferedOutputStream(this), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    try {
      file.write(bytes, offset, count);
    } catch (IOException e) {
      if (failure == null) {
        failure = e;
      }
      throw e;
    }
  }

  /// Says on standard error when something of what was printed is lost.
  ///
  /// @param session whose output this is
  /// @param status the exit status of a command
  /// @return the status; 125 for a command that has succeeded but whose output is lost
  public int finish(Session session, int status) {
    session.out().flush();
    if (failure == null || READER_IS_GONE.equals(failure.getMessage())) {
      return status;
    }
    session.say("write to standard output: " + failure.getMessage());
    return status == 0 ? FAILED : status;
  }
}
