package io.jcr.plugins.bench.subject;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The `config.json` of a peer's container: namespaces, mounts, masked paths and capabilities like
/// jcr's defaults; no seccomp filter.
final class OciBundle {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CPU_PERIOD = 100_000;
  private static final List<String> NAMESPACES = List.of("pid", "network", "ipc", "uts", "mount");
  private static final List<String> CAPABILITIES =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FSETID",
          "CAP_FOWNER",
          "CAP_NET_RAW",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETFCAP",
          "CAP_SETPCAP",
          "CAP_NET_BIND_SERVICE",
          "CAP_SYS_CHROOT",
          "CAP_KILL",
          "CAP_AUDIT_WRITE");
  private static final List<String> MASKED =
      List.of("/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private OciBundle() {}

  static void write(Path file, Path rootfs, List<String> command, String name, Resources resources)
      throws IOException {
    ObjectNode config = JSON.createObjectNode();
    config.put("ociVersion", "1.0.2");
    config.put("hostname", name);
    config.putObject("root").put("path", rootfs.toAbsolutePath().toString()).put("readonly", false);
    process(config.putObject("process"), command);
    mounts(config.putArray("mounts"));
    linux(config.putObject("linux"), name, resources);
    JSON.writeValue(file.toFile(), config);
  }

  private static void process(ObjectNode process, List<String> command) {
    process.put("terminal", false).put("cwd", "/").put("noNewPrivileges", true);
    process.putObject("user").put("uid", 0).put("gid", 0);
    texts(process.putArray("args"), command);
    texts(
        process.putArray("env"),
        List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"));
    ObjectNode capabilities = process.putObject("capabilities");
    for (String set : List.of("bounding", "effective", "permitted")) {
      texts(capabilities.putArray(set), CAPABILITIES);
    }
  }

  private static void mounts(ArrayNode mounts) {
    mount(mounts, "/proc", "proc", "proc", List.of("nosuid", "nodev", "noexec"));
    mount(mounts, "/dev", "tmpfs", "tmpfs", List.of("nosuid", "mode=755", "size=65536k"));
    mount(
        mounts,
        "/dev/pts",
        "devpts",
        "devpts",
        List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"));
    mount(mounts, "/dev/shm", "tmpfs", "shm", List.of("nosuid", "noexec", "nodev", "mode=1777"));
    mount(mounts, "/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev"));
    mount(mounts, "/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro"));
  }

  private static void mount(
      ArrayNode mounts, String destination, String type, String source, List<String> options) {
    ObjectNode mount = mounts.addObject();
    mount.put("destination", destination).put("type", type).put("source", source);
    texts(mount.putArray("options"), options);
  }

  private static void linux(ObjectNode linux, String name, Resources resources) {
    linux.put("cgroupsPath", "/" + name);
    ArrayNode namespaces = linux.putArray("namespaces");
    NAMESPACES.forEach(type -> namespaces.addObject().put("type", type));
    ObjectNode limits = linux.putObject("resources");
    limits
        .putObject("memory")
        .put("limit", resources.memoryBytes())
        .put("swap", resources.memoryBytes());
    limits
        .putObject("cpu")
        .put("quota", Math.round(resources.cpus() * CPU_PERIOD))
        .put("period", CPU_PERIOD);
    texts(linux.putArray("maskedPaths"), MASKED);
    texts(linux.putArray("readonlyPaths"), READ_ONLY);
  }

  private static void texts(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
