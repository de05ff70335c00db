package io.jcr.plugins.demo.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Programme;
import io.jcr.plugins.demo.show.Report;
import io.jcr.plugins.demo.show.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One page with everything, for a browser. It loads nothing, and its content security policy says
/// so.
public final class Page implements Report {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Path file;
  private @Nullable Programme programme;

  /// @param file where it is written
  public Page(Path file) {
    this.file = file;
  }

  @Override
  public void begin(Programme what) {
    this.programme = what;
  }

  @Override
  public void add(Played played) {}

  @Override
  public void end(List<Played> all) throws IOException {
    WholeFile.write(file, html(Objects.requireNonNull(programme), all));
  }

  @Override
  public void quit(List<Played> all, int of) {}

  /// The page.
  static String html(Programme programme, List<Played> all) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>jcr demo</title>
        <link rel="icon" href="data:,">
        <style>
        """);
    page.append(style()).append("</style>\n</head>\n<body>\n<main>\n");
    head(page, programme, all);
    summary(page, all);
    all.forEach(played -> SceneSection.append(page, played));
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String style() throws IOException {
    try (InputStream sheet = Page.class.getResourceAsStream("page.css")) {
      return new String(Objects.requireNonNull(sheet).readAllBytes(), UTF_8);
    }
  }

  private static void head(StringBuilder page, Programme programme, List<Played> all) {
    boolean allGood = all.stream().allMatch(played -> played.verdict().passes());
    String sum = Played.sum(all).replaceFirst(" hold", " scenes hold");
    page.append(
        "<h1>The requirements of a container runtime, shown and checked</h1>\n<p class=\"soft\">");
    page.append(
        Markup.escape(
            String.join(" · ", programme.host().values())
                + " · jcr "
                + programme.version()
                + " · "
                + DATE.format(programme.begin())));
    page.append("</p>\n<p><span class=\"").append(allGood ? "ok" : "no").append("\">");
    page.append(sum)
        .append(
            "</span>. jcr played each scene on this machine, looked at the container from inside")
        .append(
            " and from the host, and tried the same without the mechanism. A deciding claim must")
        .append(" be true with it and false without it.</p>\n");
    if (!programme.options().isEmpty()) {
      page.append("<p>Played with <code>")
          .append(Markup.escape(programme.options()))
          .append("</code>.</p>\n");
    }
    page.append("<p>To type the commands yourself, as root:</p>\n<pre class=\"command\">PATH=")
        .append(Markup.escape(programme.home()))
        .append("/bin:$PATH:")
        .append(Markup.escape(programme.home()))
        .append("/rootfs/usr/local/bin</pre>\n");
  }

  private static void summary(StringBuilder page, List<Played> all) {
    page.append(
        "<section><table>\n<tr><th>scene</th><th>shows</th><th>verdict</th><th>took</th></tr>\n");
    for (Played played : all) {
      String name = Markup.escape(played.scene().name());
      page.append("<tr><td><a href=\"#").append(name).append("\">").append(name);
      page.append("</a></td><td>").append(Markup.escape(played.scene().title()));
      page.append("</td><td>").append(SceneSection.badge(played.verdict()));
      page.append("</td><td class=\"number\">")
          .append(seconds(played.took()))
          .append("</td></tr>\n");
    }
    page.append("</table></section>\n");
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }
}
