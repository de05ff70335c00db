package io.jcr.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedPortTest {
  private static PublishedPort only(String text) {
    List<PublishedPort> ports = PublishedPort.parse(text);
    assertEquals(1, ports.size(), text);
    return ports.getFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "80, 80/tcp",
    ":80, 80/tcp",
    "8080:80, 8080:80/tcp",
    "8080:80/udp, 8080:80/udp",
    "127.0.0.1:8080:80, 127.0.0.1:8080:80/tcp",
    "127.0.0.1::80, 127.0.0.1::80/tcp",
    "[::1]:8080:80, [::1]:8080:80/tcp",
    "[fd00::1]::53/udp, [fd00::1]::53/udp",
    "8000-8009:80, 8000-8009:80/tcp",
    "65535:65535, 65535:65535/tcp",
  })
  void aTextAndItsUsualForm(String text, String form) {
    assertEquals(form, only(text).toString());
    assertEquals(only(text), only(form));
  }

  @Test
  void theParts() {
    assertEquals(new PublishedPort("udp", "::1", 53, 53, 5353), only("[::1]:53:5353/udp"));
    assertEquals(new PublishedPort("tcp", "", 0, 0, 80), only("80"));
    assertEquals(new PublishedPort("tcp", "", 8000, 8009, 80), only("8000-8009:80"));
  }

  @Test
  void rangesOfTheContainerAreAsManyPorts() {
    assertEquals(
        "8000:80/tcp,8001:81/tcp,8002:82/tcp",
        PublishedPort.join(PublishedPort.parse("8000-8002:80-82")));
    assertEquals("80/udp,81/udp", PublishedPort.join(PublishedPort.parse("80-81/udp")));
    String all = "127.0.0.1:1:2/tcp,[::1]::3/udp";
    assertEquals(all, PublishedPort.join(PublishedPort.parseAll(all)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "x",
        "80:",
        "0:80",
        "80:0",
        "65536:80",
        "80:65536",
        "8080:80:",
        "-1:80",
        "80-79:1",
        "80/sctp",
        "80/",
        "80/TCP",
        "127.0.0.1:80",
        "[::1]:80",
        "::1:80:80",
        "[127.0.0.1]:80:80",
        "[::1%lo]:80:80",
        "256.0.0.1:80:80",
        "localhost:80:80",
        "1-3:4-5",
        "1-2:3-5",
        "+80",
        "[::1"
      })
  void whatIsNoneIsRefusedInASentence(String text) {
    String message =
        String.valueOf(
            assertThrows(UsageException.class, () -> PublishedPort.parse(text)).getMessage());
    assertTrue(message.startsWith("'"), message);
  }

  @Test
  void collisions() {
    assertTrue(only("80:1").collidesWith(only("127.0.0.1:80:2")));
    assertTrue(only("127.0.0.1:80:1").collidesWith(only("127.0.0.1:80:2")));
    assertFalse(only("127.0.0.1:80:1").collidesWith(only("127.0.0.2:80:1")));
    assertFalse(only("80:1").collidesWith(only("80:1/udp")));
    assertFalse(only("80:1").collidesWith(only("81:1")));
    assertFalse(only("1").collidesWith(only("1")));
    assertFalse(only("80-81:1").collidesWith(only("80:1")));
  }
}
