package io.jcr.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.oci.Bundle;
import io.jcr.spi.contract.SampleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnsupportedSettingsTest {
  @TempDir Path bundle;

  /// What jcr wrote, with a member more at the top or in `linux`.
  private ContainerSpec edited(String before, String member) throws IOException {
    Path config = bundle.resolve("config.json");
    Bundle.write(bundle, SampleSpec.of("c1"));
    Files.writeString(config, Files.readString(config).replaceFirst(before, before + member));
    return Bundle.read(bundle);
  }

  @Test
  void whatJcrWritesIsSupported() throws IOException {
    ContainerSpec spec = edited("\"linux\" : \\{", "\"personality\": {\"domain\": \"LINUX32\"},");
    assertDoesNotThrow(() -> UnsupportedSettings.check(spec));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"hooks\": {\"createContainer\": [{\"path\": \"/bin/true\"}]}, | hooks.createContainer",
        "\"hooks\": {\"startContainer\": [{\"path\": \"/bin/true\"}]}, | hooks.startContainer",
      })
  void whatJcrCannotApplyIsRefused(String member, String setting) throws IOException {
    ContainerSpec spec = edited("\\{", member);
    UsageException refusal =
        assertThrows(UsageException.class, () -> UnsupportedSettings.check(spec));
    assertEquals(
        "config.json has " + setting + ": jcr runs no hooks in the container (remove it)",
        refusal.getMessage());
  }

  @Test
  void hooksOfTheRuntimesNamespacesAreSupported() throws IOException {
    String hook = "[{\"path\": \"/bin/true\"}]";
    ContainerSpec spec =
        edited(
            "\\{",
            "\"hooks\": {\"prestart\": "
                + hook
                + ", \"createRuntime\": "
                + hook
                + ", \"poststart\": "
                + hook
                + "},");
    assertDoesNotThrow(() -> UnsupportedSettings.check(spec));
  }
}
