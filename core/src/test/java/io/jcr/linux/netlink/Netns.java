package io.jcr.linux.netlink;

import static org.junit.jupiter.api.Assumptions.abort;

import io.jcr.api.ErrnoException;
import io.jcr.api.rtnetlink.RtnetlinkMessage;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A network namespace of a test's own: a thread that lives in it. It is gone with the thread.
public final class Netns implements AutoCloseable {
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final long tid;

  private Netns() {
    this.tid =
        in(() -> {
          new FfmLibc().unshare(Libc.CLONE_NEWNET);
          Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
          return Long.parseLong(self.getFileName().toString());
        });
  }

  /// A new one, with nothing in it but a loopback that is down. Where that is not permitted, the
  /// test is skipped with the reason.
  public static Netns create() {
    try {
      return new Netns();
    } catch (ErrnoException e) {
      return abort("requires a network namespace: " + e.getMessage());
    }
  }

  /// Runs `work` in it.
  public <T> T in(Callable<T> work) {
    try {
      return thread.submit(work).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Sends messages in it.
  public void request(RtnetlinkMessage... messages) {
    send(RtnetlinkMessage.encode(List.of(messages)));
  }

  void send(byte[] messages) {
    in(() -> {
      try (NetlinkSocket socket = new NetlinkSocket(new FfmLibc(), NetlinkSocket.NETLINK_ROUTE)) {
        return socket.request("prepare", "test", messages);
      }
    });
  }

  /// The thread's id: what stands for a pid in it.
  public long tid() {
    return tid;
  }

  @Override
  public void close() {
    thread.close();
  }
}
