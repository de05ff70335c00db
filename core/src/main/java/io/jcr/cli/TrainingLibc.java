package io.jcr.cli;

import io.jcr.api.op.OpWriter;
import io.jcr.linux.FfmLibc;
import io.jcr.linux.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The kernel and the supervisor as a [AotTraining] sees them: what a run reads is real, and what
/// it writes below one directory; all other changes go nowhere, and the supervisor's part is
/// played, as is the kernel's on netlink sockets ([TrainingNetlink]).
///
/// Who plays it knows the packets of `docs/launch-protocol.md`.
final class TrainingLibc implements Libc {
  private static final int BEGIN = 1;
  private static final int LAUNCH = 2;
  private static final int PROCEED = 3;
  private static final int RECLAIM = 4;
  private static final int EVENTS = 8;
  private static final int TEARDOWN = 11;
  private static final int DEAD = 10;
  private static final int OK = 16;
  private static final int PARKED = 17;
  private static final int NAMES = 20;
  private static final byte[] END = {};

  private final Libc real = new FfmLibc();
  private final Path stage;
  private final Deque<byte[]> replies = new ArrayDeque<>();
  private final Map<Integer, TrainingNetlink> sockets = new HashMap<>();

  /// @param stage the directory in which files are real
  TrainingLibc(Path stage) {
    this.stage = stage;
  }

  @Override
  public void send(int fd, byte[] packet) {
    TrainingNetlink socket = sockets.get(fd);
    if (socket == null) {
      toSupervisor(packet);
    } else {
      socket.send(packet);
    }
  }

  private void toSupervisor(byte[] packet) {
    ByteBuffer in = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
    switch (in.getInt()) {
      case BEGIN -> {
        byte[] journal = new byte[in.getInt()];
        in.get(journal);
        begin(Path.of(new String(journal, StandardCharsets.UTF_8)));
      }
      case LAUNCH -> reply(PARKED, ProcessHandle.current().pid(), 1);
      case PROCEED -> replies.add(END); // the program runs
      case RECLAIM, EVENTS, TEARDOWN -> reply(OK, 0);
      case DEAD -> replies.add(new OpWriter().u32(NAMES).u32(0).toByteArray());
      default -> throw new IllegalArgumentException("packet of type " + in.getInt(0));
    }
  }

  private void begin(Path journal) {
    real.mkdir(journal.resolveSibling(""), 0700);
    real.close(real.open(journal, O_WRONLY | O_CREAT | O_EXCL, 0600));
    reply(OK, 0);
  }

  private void reply(int type, long... fields) {
    ByteBuffer packet =
        ByteBuffer.allocate(Integer.BYTES + fields.length * Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(type);
    for (long field : fields) {
      packet.putLong(field);
    }
    replies.add(packet.array());
  }

  @Override
  public byte[] recv(int fd, int max) {
    TrainingNetlink socket = sockets.get(fd);
    return socket == null ? replies.remove() : socket.recv();
  }

  private boolean isReal(Path path) {
    return path.startsWith(stage);
  }

  @Override
  public int open(Path path, int flags, int mode) {
    boolean changes = (flags & (O_WRONLY | O_RDWR)) != 0;
    return !changes || isReal(path) ? real.open(path, flags, mode) : nowhere();
  }

  private int nowhere() {
    return real.open(stage.resolve("elsewhere"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  }

  @Override
  public int openat2(int directory, String path, int flags, long resolve) {
    return real.openat2(directory, path, flags, resolve);
  }

  @Override
  public void close(int fd) {
    sockets.remove(fd);
    real.close(fd);
  }

  @Override
  public byte[] read(int fd, int max) {
    return real.read(fd, max);
  }

  @Override
  public void write(int fd, byte[] data, Path path) {
    real.write(fd, data, path);
  }

  @Override
  public boolean flock(int fd, int operation) {
    return real.flock(fd, operation);
  }

  @Override
  public void mkdir(Path path, int mode) {
    if (isReal(path)) {
      real.mkdir(path, mode);
    }
  }

  @Override
  public void chmod(Path path, int mode) {
    if (isReal(path)) {
      real.chmod(path, mode);
    }
  }

  @Override
  public boolean isatty(int fd) {
    return real.isatty(fd);
  }

  @Override
  public int columns(int fd) {
    return real.columns(fd);
  }

  @Override
  public void createSnapshot(int source, int directory, String name) {}

  @Override
  public int geteuid() {
    return real.geteuid();
  }

  @Override
  public void mknod(Path path, int mode, int major, int minor) {}

  @Override
  public void lsetxattr(Path path, String name, byte[] value) {}

  @Override
  public Optional<byte[]> lgetxattr(Path path, String name) {
    return Optional.empty();
  }

  @Override
  public void fsetxattr(int fd, String name, byte[] value) {}

  @Override
  public Optional<byte[]> fgetxattr(int fd, String name) {
    return Optional.empty();
  }

  @Override
  public void makeFilesAs(long uid, long gid) {}

  @Override
  public void setModified(Path path, Instant modified) {}

  @Override
  public void rmdir(Path path) {}

  @Override
  public byte[] recvWithRights(int fd, int max) {
    return recv(fd, max);
  }

  @Override
  public void unlink(Path path) {}

  @Override
  public void symlink(Path target, Path link) {}

  @Override
  public void rename(Path from, Path to) {}

  @Override
  public void mount(Path source, Path target, long flags) {}

  @Override
  public int socket(int domain, int type, int protocol) {
    int fd = nowhere();
    sockets.put(fd, new TrainingNetlink());
    return fd;
  }

  @Override
  public void bind(int fd, byte[] address) {}

  @Override
  public int peer(int fd) {
    return (int) ProcessHandle.current().pid();
  }

  @Override
  public int pidfdOpen(long pid) {
    return real.pidfdOpen(pid);
  }

  @Override
  public void pidfdSendSignal(int pidfd, int signal) {
    real.pidfdSendSignal(pidfd, signal);
  }

  @Override
  public boolean poll(int fd, long millis) {
    return real.poll(fd, millis);
  }

  @Override
  public void unshare(int flags) {}
}
