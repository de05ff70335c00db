package io.jcr.plugins.demo.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.demo.RecordedDemo;
import io.jcr.plugins.demo.model.Played;
import io.jcr.plugins.demo.model.Verdict;
import io.jcr.plugins.demo.model.Verdict.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  private static String page(List<Played> all) throws IOException {
    return Page.html(RecordedDemo.programme(), all);
  }

  @Test
  void itLoadsNothing() throws IOException {
    List<Played> all = new ArrayList<>(RecordedDemo.played());
    all.add(RecordedDemo.notShown("--url=https://a.org src=x <script"));
    String page = page(all);
    assertTrue(page.contains("default-src 'none'"));
    String markup = page.replaceAll(">[^<]*<(?!/style>)", "><"); // tags and style sheets
    assertFalse(
        Pattern.compile("https?:|//[a-z]|\\bsrc\\s*=|url\\(|@import|<script|<iframe|<object")
            .matcher(markup)
            .find());
    Pattern.compile("href=\"([^\"]*)\"")
        .matcher(page)
        .results()
        .map(link -> link.group(1))
        .forEach(target -> assertTrue(target.startsWith("#") || target.equals("data:,"), target));
  }

  @Test
  void eachSceneHasItsSectionAndItsPicture() throws IOException {
    List<Played> all = RecordedDemo.played();
    String page = page(all);
    for (Played played : all) {
      assertTrue(page.contains("<section id=\"" + played.scene().name() + "\">"));
      assertTrue(page.contains("<a href=\"#" + played.scene().name() + "\">"));
    }
    assertEquals(all.size(), Pattern.compile("<svg ").matcher(page).results().count());
    assertTrue(page.contains("19 of 19 scenes hold"));
  }

  @Test
  void everyElementIsClosed() throws IOException {
    String page = page(RecordedDemo.played());
    for (String element :
        List.of(
            "section", "div", "pre", "span", "table", "tr", "td", "ul", "li", "small", "svg",
            "text", "figure", "p", "h2", "h3", "h4", "style", "main", "body", "html")) {
      long opened = Pattern.compile("<" + element + "[ >]").matcher(page).results().count();
      long closed = Pattern.compile("</" + element + ">").matcher(page).results().count();
      assertEquals(opened, closed, element);
      assertTrue(opened > 0, element);
    }
  }

  @Test
  void whatProgramsSayIsNoMarkup() throws IOException {
    String page = page(List.of(RecordedDemo.notShown()));
    assertTrue(page.contains("there is &quot;no&quot; &lt;network&gt;"), page);
    assertEquals("&lt;a&gt;&amp;&quot;&#39;·\n", Markup.escape("<a>&\"'\u001b\n"));
  }

  @Test
  void whatFailsIsTold() throws IOException {
    Played good = RecordedDemo.played().getFirst();
    Verdict bad = new Verdict(Outcome.FAILS, good.verdict().findings(), "");
    Played failed = new Played(1, 1, good.scene(), good.evidence(), bad, good.took());
    String page = page(List.of(failed));
    assertTrue(page.contains("0 of 1 scenes hold"));
    assertTrue(page.contains("✘ fails"));
  }
}
