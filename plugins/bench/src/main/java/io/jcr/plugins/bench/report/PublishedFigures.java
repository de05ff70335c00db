package io.jcr.plugins.bench.report;

import java.util.List;

/// What others have measured, and what of it can be set beside a report of jcr bench.
final class PublishedFigures {
  private PublishedFigures() {}

  static List<Block> blocks() {
    return List.of(
        new Block.Heading(3, "Beside published figures"),
        new Block.Table(
            List.of("source", "figure", "compare it with"),
            List.of(
                List.of(
                    "Felter et al., An Updated Performance Comparison of Virtual Machines and Linux Containers,"
                        + " IBM RC25482 (2014)",
                    "LINPACK: 290.8 GFLOPS native, 290.9 in Docker, 284.2 in a tuned KVM guest",
                    "`cpu float`: a container computes as the bare machine does. A virtual machine comes that near"
                        + " only with hardware support"),
                List.of(
                    "Agache et al., Firecracker, NSDI '20",
                    "a boot takes 161 ms at p50 and 172 ms at p99",
                    "`boot sequential` of a virtual machine with KVM, and only the order of magnitude: another"
                        + " monitor, kernel and processor"),
                List.of(
                    "Manco et al., My VM is Lighter (and Safer) than your Container, SOSP '17",
                    "a unikernel boots in 2.3 ms",
                    "nothing here: it has no general-purpose guest. It shows how little a virtual machine can"
                        + " cost when nothing is left in it"))),
        new Block.Paragraph(
            "Ratios to bare on one machine can be compared with such ratios on another, and so can the shape of a"
                + " distribution and where the time goes. Absolute numbers cannot be compared across machines,"
                + " kernels and years, nor an emulated guest with one that has hardware support."),
        new Block.Heading(3, "What these measurements do not show"),
        new Block.Paragraph(
            "They do not show isolation, which is what a virtual machine is paid for. They are short, on one machine"
                + " with one tenant, without memory pressure, without a disk that others use and without a network"
                + " card. The load generator runs beside the server, so that the capacity under wrk is that of both"
                + " together."));
  }
}
