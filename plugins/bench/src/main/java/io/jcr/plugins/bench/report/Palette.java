package io.jcr.plugins.bench.report;

import java.awt.Color;

/// Colours that people with the common kinds of colour blindness tell apart (Okabe and Ito), and
/// greys.
final class Palette {
  static final Color[] COLORS = {
    new Color(0x555555),
    new Color(0xAAAAAA),
    new Color(0x0072B2),
    new Color(0x56B4E9),
    new Color(0x009E73),
    new Color(0xD55E00),
    new Color(0xE69F00),
    new Color(0xCC79A7),
    new Color(0xB8A800),
    new Color(0x7B3294),
    new Color(0x8C510A),
    new Color(0x01665E),
    new Color(0xD6336C),
    new Color(0x2B2B8F),
    new Color(0x7CB342),
  };

  private Palette() {}
}
