package io.jcr.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Prose wraps, so that it can be read in a terminal and reviewed as a diff.
class ProseWidthTest {
  private static final int COLUMNS = 100;
  private static final List<Path> MADE_BY_PROGRAMS =
      List.of(
          Path.of("docs/reports"), Path.of("api/archetype/src/main/resources/archetype-resources"));

  @Test
  void noLineOfProseIsLonger() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path page : Pages.all()) {
      Path name = Pages.TOP.relativize(page);
      if (MADE_BY_PROGRAMS.stream().noneMatch(name::startsWith)) {
        tooLong(Files.readAllLines(page)).forEach(line -> tooLong.add(name + ":" + line));
      }
    }
    assertEquals(List.of(), tooLong);
  }

  @Test
  void codeAndTablesMayBeLonger() {
    String wide = "x ".repeat(COLUMNS);

    assertEquals(
        List.of(1, 7),
        tooLong(
            List.of(wide, "| " + wide, "    " + wide, "```", wide, "```", "- " + wide, "short")));
  }

  /// The numbers of the lines; a line that is one word has no place to break at.
  private static List<Integer> tooLong(List<String> page) {
    List<Integer> numbers = new ArrayList<>();
    boolean code = false;
    for (int i = 0; i < page.size(); i++) {
      String line = page.get(i);
      String text = line.strip();
      if (text.startsWith("```")) {
        code = !code;
      } else if (!code
          && !text.startsWith("|")
          && !line.startsWith("    ")
          && text.contains(" ")
          && line.codePointCount(0, line.length()) > COLUMNS) {
        numbers.add(i + 1);
      }
    }
    return numbers;
  }
}
