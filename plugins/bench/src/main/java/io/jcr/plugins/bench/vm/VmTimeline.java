package io.jcr.plugins.bench.vm;

/// When each event happened, in this order, by the host's CLOCK_MONOTONIC ([System#nanoTime()]) in
/// ns.
///
/// @param requestNanos the machine was requested
/// @param qemuNanos the QEMU process had been started
/// @param kernelNanos the guest's kernel began to keep time, which it does early during start-up:
///   `firstUserNanos` minus what the guest's own clock said then; 0 when that clock was wrong, so
///   that this would be before `qemuNanos`
/// @param firstUserNanos the mark of the first user instruction in the guest (the first process,
///   before its first file system is mounted) arrived at the host
/// @param commandNanos the mark of the guest's last step before its command arrived at the host:
///   root file system, network and disk are in place
/// @param exitNanos the mark of the command's end arrived at the host
/// @param goneNanos the QEMU process was gone
public record VmTimeline(
    long requestNanos,
    long qemuNanos,
    long kernelNanos,
    long firstUserNanos,
    long commandNanos,
    long exitNanos,
    long goneNanos) {}
