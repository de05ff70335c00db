package io.jcr.cli.daemon;

import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import io.jcr.linux.UnixSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One connection to the planner, on a thread of its own, which lives as long as the connection:
///
/// ```
/// read the request ─► 'C' ─► close
///                  └► 'A' ─► 'G' comes ─► a thread for the session ─► 'K', or the end, comes: end the session
/// ```
final class Connection implements Runnable {
  private static final long PATIENCE_SECONDS = 10;

  private final Planner planner;
  private final int fd;
  private final Libc libc = new FfmLibc();
  private final List<Integer> descriptors = new ArrayList<>();

  /// @param fd the socket
  Connection(Planner planner, int fd) {
    this.planner = planner;
    this.fd = fd;
  }

  @Override
  public void run() {
    try {
      UnixSocket.Peer peer = UnixSocket.peer(fd);
      if (peer.uid() != 0 && peer.uid() != libc.geteuid()) {
        return;
      }
      UnixSocket.patience(fd, PATIENCE_SECONDS);
      Optional<SessionRequest> request = SessionRequest.read(fd, descriptors);
      if (request.isPresent()) {
        serve(request.get(), peer);
      }
    } catch (RuntimeException e) {
      // Whoever has connected is gone, or speaks another language: nobody is waiting for an answer.
    } finally {
      descriptors.forEach(libc::close);
      libc.close(fd);
      planner.ended();
    }
  }

  private void serve(SessionRequest request, UnixSocket.Peer peer) {
    switch (request.wish()) {
      case STATUS -> send(planner.status());
      case STOP -> planner.stop();
      case RUN -> {
        boolean accepted = planner.accepts(request, peer);
        send(accepted ? "A" : "C");
        if (accepted && firstByte() == 'G') {
          UnixSocket.patience(fd, 0);
          attend(planner.session(request, fd));
        }
      }
    }
  }

  private void attend(ResidentSession session) {
    descriptors.clear(); // they are the session's now
    planner.began();
    try {
      session.start();
      while (true) {
        byte[] packet = UnixSocket.receive(fd, 2).bytes();
        if (packet.length == 2 && packet[0] == 'K') {
          session.end(packet[1]);
        } else {
          break;
        }
      }
    } finally {
      if (!session.endsInTime()) {
        planner.retire();
        session.awaitEnd();
      }
      planner.finished();
    }
  }

  private int firstByte() {
    byte[] bytes = UnixSocket.receive(fd, 1).bytes();
    return bytes.length == 0 ? -1 : bytes[0];
  }

  private void send(String text) {
    UnixSocket.send(fd, text.getBytes(StandardCharsets.UTF_8));
  }
}
