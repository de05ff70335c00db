package io.jcr.plugins.demo.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Checks, many times per second, which programs run below a shell.
///
/// The kernel shows a process's program as the link `/proc/PID/exe`. A process that lives shorter
/// than one check takes can be missed; which programs could have been found at all is for the
/// caller to say.
public final class ProgramWatch implements AutoCloseable {
  private static final long PAUSE_MICROSECONDS = 500;

  private final ProcessHandle shell;
  private final Set<String> programs = new TreeSet<>();
  private final Thread watcher;
  private volatile boolean over;

  private ProgramWatch(ProcessHandle shell) {
    this.shell = shell;
    watcher = Thread.ofPlatform().daemon().name("watch").unstarted(this::watch);
  }

  /// Starts watching.
  public static ProgramWatch of(Shell shell) {
    ProgramWatch watch = new ProgramWatch(shell.process());
    watch.watcher.start();
    return watch;
  }

  private void watch() {
    while (!over) {
      shell.descendants().forEach(this::note);
      try {
        TimeUnit.MICROSECONDS.sleep(PAUSE_MICROSECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void note(ProcessHandle process) {
    try {
      Path program = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "exe"));
      synchronized (programs) {
        programs.add(program.toString());
      }
    } catch (IOException e) {
      // It has ended meanwhile.
    }
  }

  /// The programs seen so far, by path, sorted.
  public Set<String> programs() {
    synchronized (programs) {
      return new TreeSet<>(programs);
    }
  }

  @Override
  public void close() {
    over = true;
  }
}
