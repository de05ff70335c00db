package io.jcr.plugins.demo.model;

import java.util.List;

/// What somebody at one prompt saw: the commands and their output.
///
/// @param title whose view it is, such as `on the host`
/// @param prompt `#` in a container, `$` on the host
/// @param lines in the order in which they appeared
public record View(String title, String prompt, List<Line> lines) {
  public View {
    lines = List.copyOf(lines);
  }
}
