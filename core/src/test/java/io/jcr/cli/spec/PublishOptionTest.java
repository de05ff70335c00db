package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.PublishedPort;
import io.jcr.api.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishOptionTest {
  private static String refusal(String... options) {
    return String.valueOf(
        assertThrows(UsageException.class, () -> PublishOption.parse(List.of(options)))
            .getMessage());
  }

  @Test
  void severalOptionsAndRangesMakeOneList() {
    assertEquals(
        "80:80/tcp,53:53/udp,1000:1/tcp,1001:2/tcp",
        PublishedPort.join(PublishOption.parse(List.of("80:80", "53:53/udp", "1000-1001:1-2"))));
  }

  @Test
  void onePortTwiceIsRefused() {
    assertEquals(
        "--publish=80:81: port 80/tcp of the host is published twice (also by 127.0.0.1:80:80/tcp)",
        refusal("127.0.0.1:80:80", "80:81"));
  }

  @Test
  void whatIsWrongIsNamed() {
    assertEquals(
        "--publish: '80/sctp' has protocol 'sctp': allowed are tcp and udp", refusal("80/sctp"));
  }
}
