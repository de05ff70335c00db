package io.jcr.linux;

import io.jcr.api.HostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a resident planner holds for one session, so that the end of a session is like the end of a
/// process: every descriptor still open is closed, and its locks released, and no further system
/// call is made for it. A JVM that serves only one caller has no session.
public final class SessionScope {
  private static final ScopedValue<SessionScope> CURRENT = ScopedValue.newInstance();
  private static final int NONE = -1;

  private final int alarm;
  private final Set<Integer> open = new TreeSet<>();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private volatile boolean over;

  /// @param alarm a descriptor that becomes readable when the session is over
  public SessionScope(int alarm) {
    this.alarm = alarm;
  }

  /// Runs `work` in this scope, on the calling thread.
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /// From now on, no system call is made in this scope.
  public void finish() {
    over = true;
  }

  /// Whether it is over.
  public boolean isOver() {
    return over;
  }

  /// Closes what is still open. Nothing runs in this scope by then.
  public void close() {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        // the session is over, so there is nobody to report this to
      }
    }
    for (int fd : open) {
      FfmLibc.closeQuietly(fd);
    }
    open.clear();
  }

  /// Closes `resource` at the end of the session in whose scope this is called.
  public static void atEnd(AutoCloseable resource) {
    if (CURRENT.isBound()) {
      SessionScope scope = CURRENT.get();
      synchronized (scope) {
        scope.resources.add(resource);
      }
    }
  }

  static int opened(int fd) {
    if (CURRENT.isBound()) {
      SessionScope scope = CURRENT.get();
      synchronized (scope) {
        scope.open.add(fd);
      }
    }
    return fd;
  }

  static void closed(int fd) {
    if (CURRENT.isBound()) {
      SessionScope scope = CURRENT.get();
      synchronized (scope) {
        scope.open.remove(fd);
      }
    }
  }

  /// @throws HostException when the calling session is over
  static void require() {
    if (CURRENT.isBound() && CURRENT.get().over) {
      throw new HostException("the caller is gone");
    }
  }

  /// The descriptor that ends a wait early; -1: none.
  static int alarm() {
    return CURRENT.isBound() ? CURRENT.get().alarm : NONE;
  }
}
