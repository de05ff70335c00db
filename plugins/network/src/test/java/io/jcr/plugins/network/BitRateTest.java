package io.jcr.plugins.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitRateTest {
  @ParameterizedTest
  @CsvSource({
    "8000, 1000",
    "8K, 1000",
    "10M, 1250000",
    "10m, 1250000",
    "10Mbit, 1250000",
    "1.5G, 187500000",
    "1000G, 125000000000",
  })
  void bitsBecomeBytes(String text, long bytes) {
    assertEquals(bytes, BitRate.bytesPerSecond("--net=veth", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "0", "M", "7999", "1001G", "-1M", "10Mbps", "10MB", "1T", "1e6", "10 M", "1.M"
      })
  void anythingElseIsRefused(String text) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> BitRate.bytesPerSecond("--net=veth", text));
    assertEquals(
        "--net=veth: rate: '"
            + text
            + "' is not a number of bits a second, with K, M or G (powers of 1000) if it is large,"
            + " from 8K to 1000G",
        refusal.getMessage());
  }
}
