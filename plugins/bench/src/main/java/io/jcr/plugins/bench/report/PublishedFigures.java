package io.jcr.plugins.bench.report;

import java.util.List;

/// What others have measured, and which of it is comparable with a report of jcr bench.
final class PublishedFigures {
  private PublishedFigures() {}

  static List<Block> blocks() {
    return List.of(
        new Block.Heading(3, "Published figures"),
        new Block.Table(
            List.of("source", "figure", "compare it with"),
            List.of(
                List.of(
                    "Felter et al., An Updated Performance Comparison of Virtual Machines and Linux Containers,"
                        + " IBM RC25482 (2014)",
                    "LINPACK: 290.8 GFLOPS native, 290.9 in Docker, 284.2 in a tuned KVM guest",
                    "`cpu float`: a container computes as fast as the bare machine. A virtual"
                        + " machine comes close only with hardware support"),
                List.of(
                    "Agache et al., Firecracker, NSDI '20",
                    "a boot takes 161 ms at p50 and 172 ms at p99",
                    "`boot sequential` of a virtual machine with KVM, but only in order of"
                        + " magnitude: monitor, kernel and processor differ"),
                List.of(
                    "Manco et al., My VM is Lighter (and Safer) than your Container, SOSP '17",
                    "a unikernel boots in 2.3 ms",
                    "nothing here, since it has no general-purpose guest. It shows how little a"
                        + " stripped-down virtual machine can cost"))),
        new Block.Paragraph(
            "Ratios to bare can be compared between machines, and so can the shape of a"
                + " distribution and the breakdown of time. Absolute numbers cannot be compared"
                + " across machines, kernels and years, nor an emulated guest with one that has"
                + " hardware support."),
        new Block.Heading(3, "What these measurements do not show"),
        new Block.Paragraph(
            "They do not show isolation, the main reason to use a virtual machine. They are"
                + " short, on one machine with one tenant, without memory pressure, shared"
                + " disks or a network card. The load generator runs on the same processors as"
                + " the server, so the capacity under wrk is that of both together."));
  }
}
