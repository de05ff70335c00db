package io.jcr.plugins.bench.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// A plot that was parsed.
record Picture(Document document) {
  static Picture of(Path svg) {
    return new Picture(
        assertDoesNotThrow(
            () -> DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(svg.toFile()),
            "well-formed XML"));
  }

  /// What the elements of a class say, in their order.
  List<String> words(String kind) {
    return elements(kind).stream().map(Element::getTextContent).toList();
  }

  int count(String kind) {
    return elements(kind).size();
  }

  List<Element> elements(String kind) {
    List<Element> found = new ArrayList<>();
    NodeList all = document.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.getAttribute("class").equals(kind)) {
        found.add(element);
      }
    }
    return found;
  }

  double number(String kind, int index, String attribute) {
    return Double.parseDouble(elements(kind).get(index).getAttribute(attribute));
  }
}
