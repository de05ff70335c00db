package io.jcr.plugins.bench.report;

import io.jcr.api.UnsupportedException;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;

/// Java draws text with the host's fontconfig, freetype and fonts. Without them it fails deep
/// inside, and so late that hours of measurements would have been made for nothing: one letter is
/// measured before.
public final class FontsThere {
  static final String CURE =
      "apt install libfontconfig1 libfreetype6 fonts-dejavu-core; what was measured is kept, and --resume makes the report";

  private FontsThere() {}

  /// Measures a letter.
  ///
  /// @throws UnsupportedException if something is missing
  public static void check() {
    try {
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
      font.getStringBounds("x", new FontRenderContext(new AffineTransform(), true, true));
    } catch (LinkageError | RuntimeException e) {
      throw new UnsupportedException("bench", "no text can be drawn in plots: " + e, CURE);
    }
  }
}
