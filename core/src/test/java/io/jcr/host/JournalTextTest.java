package io.jcr.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTextTest {
  private static final String SOUND = "tree /run/jcr/containers/w\nkill 7 99 boot\n";

  @Test
  void aSoundJournalIsReadAsItIs() {
    JournalText text = of(SOUND);
    assertFalse(text.damaged());
    assertEquals(List.of("tree /run/jcr/containers/w", "kill 7 99 boot"), text.entries());
    assertTrue(text.has("kill", 7, 99));
    assertFalse(text.has("kill", 7, 9), "words are compared, not their beginnings");
    assertFalse(text.has("tree", "/run/jcr/containers"));
  }

  /// A process was killed while it wrote, and the change was not made.
  @Test
  void whatHasNoNewlineIsNoDamage() {
    assertEquals(of(SOUND), of(SOUND + "cgroup /sys/fs/cg"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kill 7\n",
        "kill 7 99 boot more\n",
        "exec /input\n",
        "format /dev/sda\n",
        "cgroup /sys\0\n",
        "\u0001\u0002\n"
      })
  void whatIsNoEntryIsDamage(String line) {
    JournalText text = of(SOUND + line);
    assertTrue(text.damaged(), line);
    assertEquals(of(SOUND).entries(), text.entries());
  }

  @Test
  void anyBytesSurvive() {
    byte[] content = "tree /run/jcr/containers/ä\\040b\n".getBytes(UTF_8);
    JournalText text = JournalText.of(content);
    assertArrayEquals(content, JournalText.content(text.entries()));
    assertTrue(text.has("tree", Path.of("/run/jcr/containers/ä b")));
  }

  @Test
  void theTableOfVerbsIsThatOfJcrInit() throws IOException {
    String source = Files.readString(Path.of("src/main/c/journal.c"));
    Matcher verb = Pattern.compile("\\{\"([a-z-]+)\", (-?\\d+), undo_").matcher(source);
    int verbs = 0;
    for (; verb.find(); verbs++) {
      int arguments = Integer.parseInt(verb.group(2));
      String words = " x".repeat(Math.abs(arguments));
      assertFalse(of(verb.group(1) + words + "\n").damaged(), verb.group(1));
      assertEquals(arguments >= 0, of(verb.group(1) + words + " x\n").damaged(), verb.group(1));
    }
    assertEquals(13, verbs, "the table was found");
  }

  @Test
  void nothingIsAnEmptyFile() {
    assertArrayEquals(new byte[0], JournalText.content(Collections.emptyList()));
  }

  private static JournalText of(String text) {
    return JournalText.of(text.getBytes(UTF_8));
  }
}
