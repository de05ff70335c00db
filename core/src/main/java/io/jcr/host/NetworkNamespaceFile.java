package io.jcr.host;

import io.jcr.api.ErrnoException;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.api.rtnetlink.RtnetlinkMessage.LinkUp;
import io.jcr.linux.Libc;
import io.jcr.linux.netlink.NetlinkSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Creates network namespaces kept alive by a file, as `ip netns add` does: binds to the file the
/// namespace of a thread that has entered it.
final class NetworkNamespaceFile {
  private static final int MODE = 0444;

  /// The calling thread's.
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");

  private final Libc libc;

  NetworkNamespaceFile(Libc libc) {
    this.libc = libc;
  }

  /// Creates the file, which must not exist, and a new namespace behind it with loopback up.
  void create(Path file) {
    libc.close(libc.open(file, Libc.O_RDONLY | Libc.O_CREAT | Libc.O_EXCL, MODE));
    // A thread that has changed its namespace can't be used for anything else, so it ends here.
    FutureTask<Boolean> making =
        new FutureTask<>(() -> {
          libc.unshare(Libc.CLONE_NEWNET);
          setLoopbackUp();
          libc.mount(OWN, file, Libc.MS_BIND);
          return true;
        });
    Thread.ofPlatform().name("network namespace").start(making);
    await(making);
  }

  private void setLoopbackUp() {
    try (NetlinkSocket socket = new NetlinkSocket(libc, NetlinkSocket.NETLINK_ROUTE)) {
      socket.request("set up interface", "lo", RtnetlinkMessage.encode(List.of(new LinkUp("lo"))));
    }
  }

  private static void await(FutureTask<Boolean> task) {
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ErrnoException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
