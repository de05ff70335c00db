package io.jcr.api.op;

import io.jcr.api.rtnetlink.RtnetlinkMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Writes the field types of the launch protocol (`docs/launch-protocol.md`): little-endian
/// integers, and strings with a length before and a NUL after them, so that jcr-init can use them
/// in place.
public final class OpWriter {
  private ByteBuffer buffer = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

  /// A 32-bit field.
  public OpWriter u32(int value) {
    room(4).putInt(value);
    return this;
  }

  /// A 64-bit field.
  public OpWriter u64(long value) {
    room(8).putLong(value);
    return this;
  }

  /// A string field, in UTF-8.
  ///
  /// @throws IllegalArgumentException when `value` contains a NUL, which no kernel interface
  ///   accepts
  public OpWriter str(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character in '" + value.replace("\0", "\\0") + "'");
    }
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /// A field of arbitrary bytes.
  public OpWriter bytes(byte[] value) {
    u32(value.length);
    room(value.length + 1).put(value).put((byte) 0);
    return this;
  }

  /// A list of strings.
  public OpWriter strs(Collection<String> values) {
    u32(values.size());
    values.forEach(this::str);
    return this;
  }

  /// A list of ids.
  public OpWriter ids(Collection<Long> values) {
    u32(values.size());
    values.forEach(this::u64);
    return this;
  }

  /// A list of operations.
  public OpWriter ops(List<? extends InitOp> ops) {
    u32(ops.size());
    ops.forEach(this::op);
    return this;
  }

  /// One operation: code, payload length, payload. This is the table of `docs/launch-protocol.md`;
  /// its counterpart is the table in `core/src/main/c/ops.c`.
  @SuppressWarnings("CheckReturnValue")
  public OpWriter op(InitOp op) {
    int start = buffer.position();
    switch (op) {
      case InitOp.Clone(long flags, String cgroup) -> begin(1).u64(flags).str(cgroup);
      case InitOp.Unshare(long flags) -> begin(2).u64(flags);
      case InitOp.Setns(String path, long nstype) -> begin(3).str(path).u64(nstype);
      case InitOp.UserNamespace(String map) -> begin(4).str(map);
      case InitOp.Park() -> begin(10);
      case InitOp.Meet() -> begin(14);
      case InitOp.WriteFile(String path, String data) -> begin(11).str(path).str(data);
      case InitOp.Rtnetlink(List<RtnetlinkMessage> messages) ->
          begin(12).bytes(RtnetlinkMessage.encode(messages));
      case InitOp.HostRtnetlink(List<RtnetlinkMessage> messages) ->
          begin(13).bytes(RtnetlinkMessage.encode(messages));
      case InitOp.MountPropagation(String path, long flags) -> begin(20).str(path).u64(flags);
      case InitOp.MountOp(
              String root,
              String source,
              String target,
              String type,
              long flags,
              String data) ->
          begin(21).str(root).str(source).str(target).str(type).u64(flags).str(data);
      case InitOp.BindMount(
              String root,
              String source,
              String target,
              long attrSet,
              long recursive) ->
          begin(22).str(root).str(source).str(target).u64(attrSet).u64(recursive);
      case InitOp.Mkdir(String root, String path, long mode) ->
          begin(23).str(root).str(path).u64(mode);
      case InitOp.Mknod(String root, String path, long mode, long major, long minor) ->
          begin(24).str(root).str(path).u64(mode).u64(major).u64(minor);
      case InitOp.Symlink(String root, String content, String path) ->
          begin(25).str(root).str(content).str(path);
      case InitOp.PivotRoot(String newRoot) -> begin(26).str(newRoot);
      case InitOp.Chroot(String newRoot) -> begin(27).str(newRoot);
      case InitOp.MaskPath(String path) -> begin(28).str(path);
      case InitOp.ReadonlyPath(String path) -> begin(29).str(path);
      case InitOp.MountSetattr(String path, long attrSet, long recursive) ->
          begin(30).str(path).u64(attrSet).u64(recursive);
      case InitOp.Chown(String path, long uid, long gid) -> begin(31).str(path).u64(uid).u64(gid);
      case InitOp.Sethostname(String name) -> begin(40).str(name);
      case InitOp.Setdomainname(String name) -> begin(41).str(name);
      case InitOp.Setsid() -> begin(42);
      case InitOp.NewSessionKeyring() -> begin(43);
      case InitOp.Terminal(long uid, long gid, long console) ->
          begin(44).u64(uid).u64(gid).u64(console);
      case InitOp.Setrlimit(long resource, long soft, long hard) ->
          begin(45).u64(resource).u64(soft).u64(hard);
      case InitOp.Umask(long mask) -> begin(46).u64(mask);
      case InitOp.Personality(long persona) -> begin(55).u64(persona);
      case InitOp.Chdir(String path) -> begin(47).str(path);
      case InitOp.SetUser(long uid, long gid, List<Long> groups) ->
          begin(48).u64(uid).u64(gid).ids(groups);
      case InitOp.CapBounding(long bounding) -> begin(49).u64(bounding);
      case InitOp.Capset(long effective, long permitted, long inheritable, long ambient) ->
          begin(50).u64(effective).u64(permitted).u64(inheritable).u64(ambient);
      case InitOp.NoNewPrivs() -> begin(51);
      case InitOp.Seccomp(List<InitOp.SockFilter> filter) -> begin(52).filter(filter);
      case InitOp.Init() -> begin(53);
      case InitOp.Execve(String file, List<String> argv, List<String> env) ->
          begin(54).str(file).strs(argv).strs(env);
    }
    buffer.putInt(start + 4, buffer.position() - start - 8);
    return this;
  }

  private OpWriter filter(List<InitOp.SockFilter> filter) {
    u32(filter.size() * 8);
    for (InitOp.SockFilter instruction : filter) {
      room(8)
          .putShort((short) instruction.code())
          .put((byte) instruction.jt())
          .put((byte) instruction.jf())
          .putInt(instruction.k());
    }
    room(1).put((byte) 0);
    return this;
  }

  private OpWriter begin(int code) {
    return u32(code).u32(0);
  }

  /// The bytes written so far.
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer.flip();
      buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).put(buffer);
    }
    return buffer;
  }
}
