package io.jcr.state;

import io.jcr.linux.Libc;
import java.util.function.Supplier;

/// The lock of a state root: whoever takes, gives or frees a name holds it. No process is launched
/// meanwhile.
record StoreLock(StateRoot root, Libc libc) {
  /// Does `work` with the lock held.
  <T> T held(Supplier<T> work) {
    int fd = libc.open(root.lock(), Libc.O_RDWR | Libc.O_CREAT, 0600);
    try {
      libc.flock(fd, Libc.LOCK_EX);
      return work.get();
    } finally {
      libc.close(fd);
    }
  }
}
