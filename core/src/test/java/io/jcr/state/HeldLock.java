package io.jcr.state;

import java.io.IOException;
import java.nio.file.Path;

/// A flock(2) that another process holds until it is closed.
public final class HeldLock implements AutoCloseable {
  private final Process holder;

  private HeldLock(Process holder) {
    this.holder = holder;
  }

  /// By a process of which the kernel does not know that it holds it: it has inherited the
  /// descriptor from the one that took the lock, which has ended.
  public static HeldLock byAnOrphan(Path file) throws IOException {
    return start("exec 9>>\"$0\"; flock 9; echo held; read -r _", file);
  }

  /// By the process that took it.
  public static HeldLock byItsOwner(Path file) throws IOException {
    return start("exec flock --no-fork --shared \"$0\" sh -c 'echo held; read -r _'", file);
  }

  private static HeldLock start(String script, Path file) throws IOException {
    Process holder =
        new ProcessBuilder("sh", "-c", script, file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (holder.inputReader().readLine() == null) {
      throw new IOException("no lock on " + file + ": is flock of util-linux there?");
    }
    return new HeldLock(holder);
  }

  /// The process that holds it.
  public long pid() {
    return holder.pid();
  }

  /// Lets it go, and returns when it is let go of.
  @Override
  public void close() throws IOException {
    holder.getOutputStream().close();
    holder.onExit().join();
  }
}
