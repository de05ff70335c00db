package io.jcr.plugins.bench.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words of a QEMU command line.
///
/// - `-M pc`: the faster machine microvm hangs in its clock calibration when the host is busy.
/// - `-nodefaults`, `romfile=`: only the named devices, and no boot ROM for the network card.
/// - `no_timer_check`: on a busy host, timer interrupts come too late for the kernel's check, and
///   it panics.
/// - `tsc=unstable`: on a busy host, an emulated processor measures its counter's frequency wrong,
///   and the guest's seconds are not seconds; with this option the guest's clock is the hpet.
/// - `panic=-1` and `-no-reboot`: a panic ends QEMU.
/// - `snapshot=on`: what the guest writes to its root file system goes to an unlinked file.
final class QemuCommandLine {
  private final List<String> words = new ArrayList<>();
  private final Acceleration acceleration;

  QemuCommandLine(Path qemu, Acceleration acceleration, VmSize size) {
    this.acceleration = acceleration;
    add(qemu.toString(), "-M", "pc", "-accel", acceleration.qemuName());
    add("-cpu", acceleration == Acceleration.KVM ? "host" : "max");
    add("-smp", Integer.toString(size.cpus()), "-m", Long.toString(size.memoryMebibytes()));
    add("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot");
    // The output of the guest's kernel and its init appears on QEMU's standard output.
    add("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console");
  }

  QemuCommandLine kernel(Path vmlinuz, Path initramfs) {
    String clock = acceleration == Acceleration.TCG ? " tsc=unstable" : "";
    String arguments =
        "console=ttyS0 quiet panic=-1 no_timer_check" + clock + " rdinit=/boot-mark -- /vm-init";
    return add(
        "-kernel", vmlinuz.toString(), "-initrd", initramfs.toString(), "-append", arguments);
  }

  /// The settings for the guest's init.
  QemuCommandLine settings(Path file) {
    return add("-fw_cfg", "name=opt/io.jcr/settings,file=" + escaped(file));
  }

  /// Where the command's output and errors go.
  QemuCommandLine ports(Path output, Path errors) {
    add("-device", "virtio-serial-pci");
    add("-chardev", "file,id=output,path=" + escaped(output));
    add("-device", "virtserialport,nr=1,chardev=output");
    add("-chardev", "file,id=errors,path=" + escaped(errors));
    return add("-device", "virtserialport,nr=2,chardev=errors");
  }

  /// Disks appear in the guest in the order in which they are given.
  QemuCommandLine rootDisk(Path image) {
    add("-drive", "if=none,id=root,format=raw,snapshot=on,cache=unsafe,file=" + escaped(image));
    return add("-device", "virtio-blk-pci,drive=root");
  }

  /// @param direct bypasses the host's page cache, as `cache=none` does
  QemuCommandLine dataDisk(Path image, boolean direct) {
    String caching = direct ? "cache=none,aio=native" : "cache=writeback";
    add("-drive", "if=none,id=data,format=raw," + caching + ",file=" + escaped(image));
    return add("-device", "virtio-blk-pci,drive=data");
  }

  /// QEMU creates the tap device itself, and it disappears with QEMU.
  QemuCommandLine tap(String name, int number) {
    add("-netdev", "tap,id=net0,ifname=" + name + ",script=no,downscript=no");
    return card(number);
  }

  /// The guest can reach nobody; connections to the loopback port reach the guest's port.
  QemuCommandLine userNetwork(int hostPort, int guestPort) {
    add("-netdev", "user,id=net0,restrict=on,hostfwd=tcp:127.0.0.1:" + hostPort + "-:" + guestPort);
    return card(1);
  }

  List<String> words() {
    return List.copyOf(words);
  }

  private QemuCommandLine card(int number) {
    String mac =
        String.format(Locale.ROOT, "52:54:00:6a:%02x:%02x", number >> 8 & 0xff, number & 0xff);
    return add("-device", "virtio-net-pci,netdev=net0,romfile=,mac=" + mac);
  }

  private QemuCommandLine add(String... more) {
    words.addAll(List.of(more));
    return this;
  }

  /// A comma ends an option's value unless it is doubled.
  private static String escaped(Path path) {
    return path.toString().replace(",", ",,");
  }
}
