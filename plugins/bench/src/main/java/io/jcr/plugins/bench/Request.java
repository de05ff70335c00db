package io.jcr.plugins.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcr.api.UsageException;
import io.jcr.plugins.bench.suite.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// What to measure: everything that `--resume` needs to continue with the same plan. Stored as
/// `plan.json`.
///
/// @param commandLine what was typed
/// @param suites by name
/// @param subjects as they are typed; empty for the default ones
/// @param quick whether the default ones are those of a quick look
record Request(
    String commandLine,
    List<String> suites,
    List<String> subjects,
    boolean quick,
    int cpus,
    long memoryBytes,
    long seed,
    Settings settings) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "plan.json";

  void write(Path directory) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(directory.resolve(FILE).toFile(), this);
  }

  static Request read(Path directory) throws IOException {
    try {
      return JSON.readValue(Files.readString(directory.resolve(FILE)), Request.class);
    } catch (NoSuchFileException e) {
      throw new UsageException(
          "--resume="
              + directory
              + ": there is no "
              + FILE
              + ", so no jcr bench was started there");
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "--resume="
              + directory
              + ": "
              + FILE
              + " was not written by this version of jcr bench: "
              + e.getOriginalMessage());
    }
  }

  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }
}
