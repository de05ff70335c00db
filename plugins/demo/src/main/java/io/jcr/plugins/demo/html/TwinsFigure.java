package io.jcr.plugins.demo.html;

import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;

/// Two containers side by side, and below them the same two in the host's namespaces.
final class TwinsFigure {
  private TwinsFigure() {}

  static String draw(Evidence evidence) {
    Drawing drawing = new Drawing();
    evidence.shown().findFirst().ifPresent(seen -> apart(drawing, seen));
    evidence.controls().findFirst().ifPresent(seen -> together(drawing, seen));
    return drawing.svg(262, "two containers with a server each on the same port");
  }

  private static void apart(Drawing drawing, Observation seen) {
    drawing.line(120, 92, 220, 118, "wire").line(400, 92, 300, 118, "wire");
    container(drawing, 1, "one", seen);
    container(drawing, 281, "two", seen);
    drawing.box(140, 112, 240, 40, "host");
    drawing.text(154, 137, "bold", "host").text(200, 137, "mono", "reaches both");
  }

  private static void container(Drawing drawing, double x, String which, Observation seen) {
    drawing.box(x, 1, 238, 92, which).text(x + 14, 24, "bold", "container " + which);
    drawing.text(x + 14, 46, "mono", seen.fact("address of " + which));
    drawing.text(x + 14, 64, "mono", "listens: " + seen.fact(which + " listens on"));
    drawing.text(x + 14, 82, "mono", processes(seen, which));
  }

  private static void together(Drawing drawing, Observation seen) {
    drawing.box(1, 168, Drawing.WIDTH - 2, 88, "host");
    drawing.box(1, 168, Drawing.WIDTH - 2, 88, "frame dashed");
    drawing.text(14, 190, "bold", "without: the host's network and PIDs");
    drawing.text(14, 214, "mono", "one: " + listens(seen, "one") + ", " + processes(seen, "one"));
    drawing.text(14, 238, "mono", "two: " + listens(seen, "two") + ", " + processes(seen, "two"));
  }

  private static String listens(Observation seen, String which) {
    return seen.has(which + " listens on")
        ? "listens: " + seen.fact(which + " listens on")
        : "EADDRINUSE";
  }

  private static String processes(Observation seen, String which) {
    return "ps: " + seen.fact("ps in " + which).lines().count() + " such processes";
  }
}
