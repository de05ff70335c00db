package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import io.jcr.cli.session.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvOptionTest {
  private static final Map<String, String> CALLER = Map.of("HOME", "/root", "EMPTY", "");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"A=b", "A=", "A=b=c", "A= b ", "a b=c", "HOME=/tmp"})
  void anAssignmentStaysAsItIs(String text) {
    assertEquals(Optional.of(text), EnvOption.parse(text, CALLER));
  }

  @Test
  void aBareNameTakesTheCallersValue() {
    assertEquals(Optional.of("HOME=/root"), EnvOption.parse("HOME", CALLER));
    assertEquals(Optional.of("EMPTY="), EnvOption.parse("EMPTY", CALLER));
    assertEquals(Optional.empty(), EnvOption.parse("NOTSET", CALLER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "=b"})
  void aMissingNameIsRefused(String text) {
    UsageException e = assertThrows(UsageException.class, () -> EnvOption.parse(text, CALLER));
    assertEquals(
        "--env " + text + ": expected NAME=VALUE or NAME, the name is missing", e.getMessage());
  }

  @Test
  void theLastLayerWinsAtTheFirstPlace() {
    assertEquals(
        List.of("PATH=/opt", "A=3", "B=2"),
        EnvOption.merge(
            List.of(
                List.of("PATH=/bin", "A=1"),
                List.of("B=2", "PATH=/usr"),
                List.of("A=3", "PATH=/opt"))));
  }

  @Test
  void aFileHasCommentsEmptyLinesAndBareNames() throws IOException {
    assertEquals(
        List.of("A=b", "C= d # no comment ", "Q=\"quoted\"", "HOME=/root", "CR=x", "LAST=y"),
        read(
            "\ufeff# comment\n\nA=b\n  C= d # no comment \n\t# x=y\nQ=\"quoted\"\nHOME\nNOTSET\n"
                + "CR=x\r\n   \nLAST=y"));
  }

  @Test
  void malformedLinesAreToldByNumber() {
    assertEquals(
        " line 2: a blank in the name 'export B' is not allowed", refused("A=1\nexport B=2\n"));
    assertEquals(" line 1: expected NAME=VALUE or NAME, the name is missing", refused("=x"));
    assertEquals(" line 1: a NUL character in 'A' is not allowed", refused("A=\0"));
  }

  @Test
  void unreadableFilesAreRefused() throws IOException {
    Path missing = directory.resolve("missing");
    assertEquals(
        "--env-file " + missing + ": the file does not exist",
        assertThrows(UsageException.class, () -> EnvFile.read(missing, Sessions.of(CALLER)))
            .getMessage());
    Path latin1 = Files.write(directory.resolve("latin1"), new byte[] {'A', '=', (byte) 0xe4});
    assertEquals(
        "--env-file " + latin1 + ": the file is not UTF-8 text",
        assertThrows(UsageException.class, () -> EnvFile.read(latin1, Sessions.of(CALLER)))
            .getMessage());
    assertEquals(
        "--env-file "
            + directory
            + ": the file cannot be read: java.io.IOException: Is a directory",
        assertThrows(UsageException.class, () -> EnvFile.read(directory, Sessions.of(CALLER)))
            .getMessage());
  }

  private List<String> read(String content) throws IOException {
    return EnvFile.read(Files.writeString(directory.resolve("env"), content), Sessions.of(CALLER));
  }

  private String refused(String content) {
    String message = assertThrows(UsageException.class, () -> read(content)).getMessage();
    return message.substring(("--env-file " + directory.resolve("env")).length());
  }
}
