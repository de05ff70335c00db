package io.jcr.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerWordsTest {
  @ParameterizedTest
  @ValueSource(strings = {"alpine", "ubuntu:24.04", "docker.io/library/x:1", "library/nginx"})
  void imagesAreKnownByTheirLooks(String word) {
    assertTrue(DockerWords.image(word).orElse("").startsWith("'" + word + "' looks like an image"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lss", "/bin/alpine", "./alpine", "bin/sh", "x:", ":x", ""})
  void commandsAreNot(String word) {
    assertEquals(Optional.empty(), DockerWords.image(word));
  }

  @ParameterizedTest
  @CsvSource({
    "--memry, --memory",
    "--hostnmae, --hostname",
    "--xyz, ",
    "--entirely-different, ",
    "rnu, run"
  })
  void theNearestWordIsMeant(String typed, String meant) {
    assertEquals(
        Optional.ofNullable(meant),
        Nearest.of(typed, List.of("--memory", "--hostname", "--net", "run", "rm")));
  }

  @ParameterizedTest
  @CsvSource({"ab, ab, 0", "ab, ba, 1", "abc, ac, 1", "a, b, 1", "kitten, sitting, 3"})
  void mistakesAreCounted(String a, String b, int mistakes) {
    assertEquals(mistakes, Nearest.mistakes(a, b));
  }

  @Test
  void whatDockerDoesNotHaveIsNotInTheTable() {
    assertEquals(Optional.empty(), DockerWords.command("frobnicate"));
    assertEquals(Optional.empty(), DockerWords.option("--frobnicate"));
  }
}
