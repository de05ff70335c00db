package io.jcr.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The commands of a page of the documentation, in order. A fence of the kind `console` has them:
///
/// ```console
/// $ hostname            a command; a line that begins with `> ` continues it
/// box                   what it prints; `…` stands for anything, on a line of its own for any lines
/// ```
///
/// and `<!-- file: NAME -->` before a fence makes a file of what is in it. A command without a line
/// below it may print anything. Each must end with the status 0; one that is meant to fail ends
/// with `; echo $?`. What not every machine has, a page names in a line of its own: `<!-- needs:
/// command mkfs.btrfs btrfs-progs -->`, `<!-- needs: filesystem btrfs -->` or `<!-- needs: file
/// /dev/loop-control -->`.
///
/// @param page the page
/// @param needs what it names so, in words
/// @param steps what a reader does
record Walkthrough(Path page, List<List<String>> needs, List<Step> steps) {
  private static final Pattern FENCE = Pattern.compile("^\\s*```(\\w*)\\s*$");
  private static final Pattern FILE = Pattern.compile("^<!-- file: (\\S+) -->$");

  private static final Pattern NEEDS = Pattern.compile("^<!-- needs: (.+) -->$");

  /// What a reader does.
  sealed interface Step {
    /// Types a command.
    ///
    /// @param line of the page
    /// @param text for the shell
    /// @param expected what it prints
    record Command(int line, String text, List<String> expected) implements Step {}

    /// Writes a file, below the working directory that the commands before have led to.
    record NewFile(int line, String name, List<String> content) implements Step {}
  }

  static Walkthrough of(Path page) throws IOException {
    return new Reading(page, Files.readAllLines(page)).walkthrough();
  }

  /// Goes through the lines of one page.
  private static final class Reading {
    private final Path page;
    private final List<String> lines;
    private final List<List<String>> needs = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int next;

    Reading(Path page, List<String> lines) {
      this.page = page;
      this.lines = lines;
    }

    Walkthrough walkthrough() {
      String file = "";
      while (next < lines.size()) {
        String line = lines.get(next++);
        Matcher named = FILE.matcher(line);
        Matcher fence = FENCE.matcher(line);
        Matcher needed = NEEDS.matcher(line);
        if (named.matches()) {
          file = named.group(1);
        } else if (needed.matches()) {
          needs.add(List.of(needed.group(1).split(" ", -1)));
        } else if (fence.matches()) {
          read(fence.group(1), file);
          file = "";
        }
      }
      return new Walkthrough(page, List.copyOf(needs), List.copyOf(steps));
    }

    private void read(String kind, String file) {
      int start = next;
      List<String> content = new ArrayList<>();
      while (!FENCE.matcher(lines.get(next)).matches()) {
        content.add(lines.get(next++));
      }
      next++;
      if (!file.isEmpty()) {
        steps.add(new Step.NewFile(start, file, content));
      } else if (kind.equals("console")) {
        commands(start + 1, content);
      } else if (kind.equals("sh") || kind.equals("bash")) {
        throw new IllegalStateException(
            page + ":" + start + ": commands are in fences of the kind console");
      }
    }

    private void commands(int line, List<String> content) {
      int at = 0;
      while (at < content.size()) {
        int begin = at;
        if (!content.get(at).startsWith("$ ")) {
          throw new IllegalStateException(page + ":" + (line + at) + ": a command begins with $");
        }
        StringBuilder text = new StringBuilder(content.get(at++).substring(2));
        while (at < content.size() && content.get(at).startsWith("> ")) {
          text.append('\n').append(content.get(at++).substring(2));
        }
        List<String> expected = new ArrayList<>();
        while (at < content.size() && !content.get(at).startsWith("$ ")) {
          expected.add(content.get(at++));
        }
        steps.add(new Step.Command(line + begin, text.toString(), expected));
      }
    }
  }

  /// Whether `printed` is what the page says; trailing blanks do not count.
  static boolean matches(List<String> expected, List<String> printed) {
    StringBuilder pattern = new StringBuilder();
    for (String line : expected) {
      if (line.strip().equals("…")) {
        pattern.append("(?:.*\n)*");
      } else {
        String[] parts = line.stripTrailing().split("…", -1);
        for (int i = 0; i < parts.length; i++) {
          pattern.append(i == 0 ? "" : ".*").append(Pattern.quote(parts[i]));
        }
        pattern.append("[ \t\r]*\n");
      }
    }
    StringBuilder text = new StringBuilder();
    printed.forEach(line -> text.append(line).append('\n'));
    return Pattern.matches(pattern.toString(), text);
  }
}
