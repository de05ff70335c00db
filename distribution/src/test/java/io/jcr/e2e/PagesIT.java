package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages of `jcr demo` and `jcr bench` in a browser, where there is one: it is too large to be
/// installed for this alone.
@WithJcr
class PagesIT {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern SEEN = Pattern.compile("<p>(\\S+ \\d+: .*?)</p>");

  /// Shows each page in frames of both widths, and writes down what the browser makes of it.
  private static final String FRAMES =
      """
      <!DOCTYPE html><body><script>
      for (const page of ['demo.html', 'report.html', 'bad.html']) for (const width of [1280, 400]) {
        const frame = document.createElement('iframe');
        frame.style = 'height: 900px; width: ' + width + 'px';
        frame.src = page;
        frame.onload = () => {
          const overflow = frame.contentDocument.documentElement.scrollWidth > frame.contentWindow.innerWidth;
          const loaded = frame.contentWindow.performance.getEntriesByType('resource').length;
          const text = frame.contentDocument.body.innerText.length > 200 ? 'text' : 'empty';
          const said = document.createElement('p');
          said.textContent = page + ' ' + width + ': ' + (overflow ? 'wider' : 'fits')
              + ', ' + text + ', loads ' + loaded;
          document.body.append(said);
        };
        document.body.append(frame);
      }
      </script></body>
      """;

  @Test
  void theyFitTheirWindowAndLoadNothing(Jcr jcr, @TempDir Path directory) throws IOException {
    assumeTrue(Files.isExecutable(CHROMIUM), "machine: there is no " + CHROMIUM);
    jcr.call("demo", "--html=" + directory.resolve("demo.html")).succeeded();
    String[] bench = {"bench", "--subject=jcr", "--suite=cpu", "--quick", "--repeat=1"};
    List<String> command = jcr.command(bench);
    command.add("--out=" + directory);
    Started measuring = jcr.launch(command);
    assertTrue(measuring.endsWithin(LIMIT), "it ends");
    measuring.awaitEnd().exited(0);
    // What is looked for is found where it is.
    Files.writeString(
        directory.resolve("bad.html"),
        "<img src=\"http://127.0.0.1:9/x\"><div style=\"width: 2000px\">x");
    Files.writeString(directory.resolve("frames.html"), FRAMES);
    assertEquals(
        List.of(
            "bad.html 1280: wider, empty, loads 1",
            "bad.html 400: wider, empty, loads 1",
            "demo.html 1280: fits, text, loads 0",
            "demo.html 400: fits, text, loads 0",
            "report.html 1280: fits, text, loads 0",
            "report.html 400: fits, text, loads 0"),
        seen(jcr, directory));
  }

  private static List<String> seen(Jcr jcr, Path directory) {
    Started browser =
        jcr.launch(
            List.of(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--allow-file-access-from-files",
                "--user-data-dir=" + directory.resolve("profile"),
                "--virtual-time-budget=20000",
                "--dump-dom",
                directory.resolve("frames.html").toUri().toString()));
    assertTrue(browser.endsWithin(LIMIT), "the browser ends");
    String page = browser.awaitEnd().output();
    return SEEN.matcher(page).results().map(seen -> seen.group(1)).sorted().toList();
  }
}
