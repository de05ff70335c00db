package io.jcr.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.host.HostProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendProgramTest {
  private static final Path INIT = Path.of("target/jcr-init").toAbsolutePath();
  private static final String GOOD = "{\"schema\":\"jcr-backend/1\"}";

  @TempDir Path directory;

  private BackendProgram program(String script, Duration patience) throws IOException {
    Path file = Files.writeString(directory.resolve("jcr-backend-x"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new BackendProgram(file, new HostProgram(INIT), patience);
  }

  private BackendProgram program(String script) throws IOException {
    return program(script, Duration.ofMinutes(1));
  }

  @Test
  void itReadsTheRequest() throws IOException {
    Answer answer =
        program("printf '{\"schema\":\"jcr-backend/1\",\"was\":%s}' \"$(cat)\"")
            .ask("validate", Map.of("id", "c1"));
    assertEquals(
        Map.of("schema", "jcr-backend/1", "call", "validate", "id", "c1"), answer.member("was"));
  }

  /// The request is larger than a pipe holds.
  @Test
  void itNeedNotReadTheRequest() throws IOException {
    Map<String, Object> much = Map.of("much", "x".repeat(1 << 20));
    assertFalse(program("echo '" + GOOD + "'").ask("validate", much).refuses());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo no luck >&2; exit 3          | ended with status 3: no luck
          exit 3                            | ended with status 3
          kill -9 $$                        | was killed by signal 9
          exit 0                            | answered nothing
          echo hello                        | answered what is not a JSON object: hello
          echo '{"schema"'                  | answered what is not a JSON object: {"schema"
          echo '{}'                         | gave no 'schema': this jcr speaks jcr-backend/1
          echo '{"schema":"jcr-backend/2"}' | speaks schema 'jcr-backend/2': this jcr speaks jcr-backend/1
          echo '{"schema":"jcr-backend/1"}'; exit 4 | ended with status 4
          head -c 2000000 /dev/zero         | answered more than 1 MiB
          """)
  void whatItDoesWrongIsAClause(String script, String told) throws IOException {
    BackendProgram program = program(script);
    ProgramFault fault = assertThrows(ProgramFault.class, () -> program.ask("x", Map.of()));
    assertEquals(told, fault.clause());
  }

  @Test
  void oneThatIsNoProgram() throws IOException {
    Path file = Files.writeString(directory.resolve("jcr-backend-x"), "#!/no/such/python\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    BackendProgram program = new BackendProgram(file, new HostProgram(INIT), Duration.ofMinutes(1));
    String told = assertThrows(ProgramFault.class, () -> program.ask("x", Map.of())).clause();
    assertTrue(told.matches("ended with status 127: .*No such file or directory"), told);
  }

  /// With what it has started.
  @Test
  void oneThatHangsIsKilled() throws IOException {
    Path pid = directory.resolve("pid");
    BackendProgram program =
        program("sleep 1000 & echo $! >" + pid + "; wait", Duration.ofSeconds(1));
    ProgramFault fault = assertThrows(ProgramFault.class, () -> program.ask("x", Map.of()));
    assertEquals("has not answered within 1 s", fault.clause());
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(left -> left.onExit().join());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jcr-backend-ptp", "jcr-backend-ptp.py", "jcr-backend-2"})
  void itIsKnownByItsName(String name) {
    assertTrue(BackendProgram.isOne(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jcr-backend-", "jcr-backend-ptp~", "ptp", "jcr-backend-ptp.", "a.jar"})
  void othersAreNot(String name) {
    assertFalse(BackendProgram.isOne(name));
  }
}
