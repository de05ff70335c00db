package io.jcr.plugins.demo.html;

import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.scene.Picture;

/// Host and container connected by a wire, and the same without the network namespace.
final class WireFigure {
  private WireFigure() {}

  static String draw(Picture.Wire wire, Evidence evidence) {
    Drawing drawing = new Drawing();
    evidence.shown().findFirst().ifPresent(seen -> connected(drawing, wire.serverInside(), seen));
    evidence.controls().findFirst().ifPresent(seen -> together(drawing, seen));
    return drawing.svg(
        232, "host and container, connected by a veth pair; below, both in one namespace");
  }

  private static void connected(Drawing drawing, boolean serverInside, Observation seen) {
    String onHost = serverInside ? "client" : "server";
    String inside = serverInside ? "server" : "client";
    drawing.box(1, 1, 180, 130, "host").text(14, 24, "bold", "host");
    drawing.text(14, 43, "mono", seen.fact("host"));
    drawing.box(339, 1, 180, 130, "one").text(352, 24, "bold", "container");
    drawing.text(352, 43, "mono", seen.fact("inside"));
    drawing.text(14, 76, "", onHost).text(14, 95, "mono", seen.fact(onHost + " address"));
    drawing.text(352, 76, "", inside).text(352, 95, "mono", seen.fact(inside + " address"));
    drawing.box(108, 104, 60, 22, "frame").centred(138, 119, "mono", "bridge");
    drawing.box(352, 104, 56, 22, "frame").centred(380, 119, "mono", "eth0");
    drawing.line(168, 115, 352, 115, "wire");
    drawing.head(serverInside ? 350 : 170, 115, serverInside);
    drawing.centred(260, 108, "soft", "veth pair");
    drawing.centred(260, 80, "mono", Markup.cut("“" + seen.fact("received") + "”", 22));
  }

  private static void together(Drawing drawing, Observation seen) {
    drawing.box(1, 150, Drawing.WIDTH - 2, 78, "host");
    drawing.box(1, 150, Drawing.WIDTH - 2, 78, "frame dashed");
    drawing
        .text(14, 173, "bold", "without: one namespace")
        .text(230, 173, "mono", seen.fact("host"));
    drawing.text(14, 205, "", "client").text(66, 205, "mono", seen.fact("client address"));
    drawing.text(230, 205, "", "server").text(282, 205, "mono", seen.fact("server address"));
  }
}
