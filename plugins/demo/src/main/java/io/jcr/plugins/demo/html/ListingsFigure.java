package io.jcr.plugins.demo.html;

import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.scene.Picture;
import java.util.List;

/// The container's listings next to the host's.
final class ListingsFigure {
  private static final int LONGEST = 9;

  private ListingsFigure() {}

  static String draw(Picture.Listings listings, Evidence evidence) {
    Drawing drawing = new Drawing();
    Observation seen = evidence.observations().getFirst();
    double height = 0;
    double width = (Drawing.WIDTH - 14.0) / 2;
    List<String> titles = List.of("container", "host");
    for (int i = 0; i < titles.size(); i++) {
      height = Math.max(height, heightOf(seen.fact(listings.facts().get(i))));
    }
    for (int i = 0; i < titles.size(); i++) {
      double x = i * (width + 12) + 1;
      drawing.box(x, 1, width, height, i == 0 ? "one" : "host");
      drawing.text(x + 14, 24, "bold", titles.get(i));
      List<String> lines = seen.fact(listings.facts().get(i)).lines().toList();
      for (int row = 0; row < Math.min(LONGEST, lines.size()); row++) {
        drawing.text(x + 14, 46 + row * 17, "mono", Markup.cut(lines.get(row), 30));
      }
      if (lines.size() > LONGEST) {
        drawing.text(x + 14, 46 + LONGEST * 17, "soft", "… " + (lines.size() - LONGEST) + " more");
      }
    }
    return drawing.svg(height + 4, "listings from inside the container and from the host");
  }

  private static double heightOf(String listing) {
    long rows = listing.lines().count();
    return 40 + 17 * (Math.min(LONGEST, rows) + (rows > LONGEST ? 1 : 0));
  }
}
