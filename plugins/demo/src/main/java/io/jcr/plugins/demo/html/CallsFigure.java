package io.jcr.plugins.demo.html;

import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.scene.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names of the system calls in order, row by row.
final class CallsFigure {
  private static final Pattern CALL =
      Pattern.compile(
          "(?:^|[ ;:])((?!open\\(|makedev\\()[a-z][a-z0-9_]+)\\((\"[a-z]+\"|\\{name=\"[^\"]*\")?");

  private CallsFigure() {}

  static String draw(Picture.Calls calls, Evidence evidence) {
    List<String> names =
        evidence.shown().findFirst().map(seen -> names(calls, seen)).orElse(List.of());
    Drawing drawing = new Drawing();
    double x = 1;
    double y = 4;
    for (String name : names) {
      double width = name.length() * 7.1 + 16;
      if (x + width > Drawing.WIDTH) {
        x = 1;
        y += 34;
      }
      drawing.box(x, y, width, 26, name.startsWith("mount") ? "two" : "one");
      drawing.centred(x + width / 2, y + 17, "mono", name);
      x += width + 8;
    }
    return drawing.svg(y + 34, "jcr's system calls in order: " + String.join(", ", names));
  }

  /// Consecutive calls of the same name become one.
  private static List<String> names(Picture.Calls calls, Observation seen) {
    List<String> names = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    seen.fact(calls.fact())
        .lines()
        .forEach(line -> {
          Matcher call = CALL.matcher(line);
          while (call.find()) {
            String name = call.group(1);
            if (!names.isEmpty() && names.getLast().equals(name)) {
              counts.set(counts.size() - 1, counts.getLast() + 1);
            } else {
              names.add(name);
              counts.add(1);
            }
          }
        });
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      shown.add(names.get(i) + (counts.get(i) > 1 ? " ×" + counts.get(i) : ""));
    }
    return shown;
  }
}
