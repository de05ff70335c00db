package io.jcr.plugins.demo.html;

import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.scene.Picture;
import java.util.ArrayList;
import java.util.List;

/// Boxes in the host's box, one per container. Equal facts have the same colour.
final class WallsFigure {
  private static final int ROW = 50;
  private static final List<String> COLOURS = List.of("host", "one", "two", "three");

  private WallsFigure() {}

  static String draw(Picture.Walls walls, Evidence evidence) {
    List<Observation> all = evidence.observations();
    List<String> values = new ArrayList<>();
    values.add(all.getFirst().fact(walls.host()));
    Drawing drawing = new Drawing();
    double height = 46 + ROW * all.size();
    drawing.box(1, 1, Drawing.WIDTH - 2, height, "host");
    drawing.text(14, 24, "bold", "host");
    drawing.text(150, 24, "mono", Markup.cut(values.getFirst(), 48));
    double y = 38;
    for (Observation seen : all) {
      String value = seen.fact(walls.inside());
      if (!values.contains(value)) {
        values.add(value);
      }
      String colour = COLOURS.get(Math.min(values.indexOf(value), COLOURS.size() - 1));
      drawing.box(12, y, Drawing.WIDTH - 24, ROW - 8, colour);
      drawing.box(12, y, Drawing.WIDTH - 24, ROW - 8, seen.control() ? "frame dashed" : "frame");
      drawing.text(24, y + 26, "bold", Markup.cut(seen.way(), 18));
      drawing.text(150, y + 26, "mono", Markup.cut(value, 30));
      drawing.text(380, y + 26, "soft", relation(seen, value, values));
      y += ROW;
    }
    return drawing.svg(
        height + 4, walls.what() + " of the host and of each container; same colour, same one");
  }

  private static String relation(Observation seen, String value, List<String> values) {
    if (value.equals(values.getFirst())) {
      return "the host's";
    }
    return seen.has("joined") ? "joined" : "its own";
  }
}
