package io.jcr.plugins.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AxesTest {
  @Test
  void linesThatMeetAreOneCurve(@TempDir Path directory) throws IOException {
    Path svg = directory.resolve("a.svg");
    Files.writeString(
        svg,
        """
        <svg>
          <line style="s" x1="1.25" x2="2.5" y1="3" y2="4"/>
            <line style="s" x1="2.5" x2="2.5" y1="4" y2="4"/>
          <line style="s" x1="2.5" x2="9" y1="4" y2="5"/>
          <line style="t" x1="9" x2="1" y1="5" y2="1"/>
        <line style="t" x1="3" x2="4" y1="3" y2="4"/>
        </svg>
        """);
    Axes.shorten(svg);
    assertEquals(
        """
        <svg>
        <polyline style="s" points="1.2,3 2.5,4 9,5"/>
        <polyline style="t" points="9,5 1,1"/>
        <polyline style="t" points="3,3 4,4"/>
        </svg>
        """,
        Files.readString(svg));
  }

  @Test
  void valuesFarApartAreWide() {
    assertTrue(Axes.isWide(Stream.of(new double[] {1, 2000})));
    assertFalse(Axes.isWide(Stream.of(new double[] {1, 2}, new double[] {0})));
  }
}
