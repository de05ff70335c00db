package io.jcr.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Links between the pages: the file is there, and so is the heading.
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^ *```.*?^ *```");
  private static final Pattern CODE_SPAN = Pattern.compile("`[^`\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*?) *$");

  @Test
  void everyRelativeLinkHasItsTarget() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : Pages.all()) {
      for (String target : links(Files.readString(page))) {
        if (!isThere(page, target)) {
          broken.add(Pages.TOP.relativize(page) + ": " + target);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void aMissingFileOrHeadingIsSeen() throws IOException {
    Path page = Pages.TOP.resolve("CONTRIBUTING.md");

    assertEquals(
        List.of("a.md", "#b"), links("[a](a.md) `[x](y)` [b](#b) [c](https://example.org)"));
    assertTrue(isThere(page, "docs/launch-protocol.md#the-undo-journal"));
    assertFalse(isThere(page, "docs/launch-protocol.md#no-such-heading"));
    assertFalse(isThere(page, "docs/no-such-page.md"));
  }

  private static List<String> links(String text) {
    String prose = CODE_SPAN.matcher(CODE_BLOCK.matcher(text).replaceAll("")).replaceAll("");
    return LINK.matcher(prose)
        .results()
        .map(match -> match.group(1))
        .filter(target -> !target.matches("[a-z]+:.*"))
        .toList();
  }

  private static boolean isThere(Path page, String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1 || anchors(Files.readString(file)).contains(parts[1]);
  }

  /// As forges make them: lower case, blanks become hyphens, punctuation goes.
  private static Set<String> anchors(String text) {
    return HEADING
        .matcher(CODE_BLOCK.matcher(text).replaceAll(""))
        .results()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toUnmodifiableSet());
  }
}
