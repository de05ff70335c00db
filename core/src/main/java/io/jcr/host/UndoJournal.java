package io.jcr.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.linux.Libc;
import java.nio.file.Path;

/// A container's undo journal. Before each change to the host, its inverse is appended as one line
/// in one write(2), so that whoever finds the journal can undo what was done. jcr-init runs it from
/// the last line to the first. Verbs and format: `docs/launch-protocol.md`.
public final class UndoJournal implements Journal, AutoCloseable {
  private final Libc libc;
  private final Path file;
  private final int fd;

  private UndoJournal(Libc libc, Path file, int fd) {
    this.libc = libc;
    this.file = file;
    this.fd = fd;
  }

  /// Creates the journal `file`, which must not exist.
  public static UndoJournal create(Libc libc, Path file) {
    int flags = Libc.O_WRONLY | Libc.O_CREAT | Libc.O_EXCL | Libc.O_APPEND;
    return new UndoJournal(libc, file, libc.open(file, flags, 0600));
  }

  /// Opens the journal `file`, which the supervisor created.
  public static UndoJournal open(Libc libc, Path file) {
    return new UndoJournal(libc, file, libc.open(file, Libc.O_WRONLY | Libc.O_APPEND, 0));
  }

  /// The path of the journal.
  public Path file() {
    return file;
  }

  @Override
  public void append(String verb, Object... arguments) {
    libc.write(fd, line(verb, arguments).getBytes(UTF_8), file);
  }

  /// An entry as written to a journal.
  static String line(String verb, Object... arguments) {
    StringBuilder line = new StringBuilder(verb);
    for (Object argument : arguments) {
      line.append(' ').append(escape(argument.toString()));
    }
    return line.append('\n').toString();
  }

  @Override
  public void close() {
    libc.close(fd);
  }

  private static String escape(String field) {
    return field
        .replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }
}
