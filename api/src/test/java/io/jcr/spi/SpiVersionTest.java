package io.jcr.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SpiVersionTest {
  /// The pom's goes into manifests, the constant is what these are compared with.
  @Test
  void isTheOneOfTheBuild() throws IOException {
    Matcher version =
        Pattern.compile("<jcr.spi.version>(\\d+\\.\\d+\\.\\d+)</jcr.spi.version>")
            .matcher(Files.readString(Path.of("../pom.xml")));
    assertTrue(version.find(), "jcr.spi.version in the root pom.xml");
    assertEquals(version.group(1), SpiVersion.CURRENT);
  }
}
