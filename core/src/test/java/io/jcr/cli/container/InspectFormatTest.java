package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.UsageException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectFormatTest {
  private static final String WEB =
      """
      {"id": "ab12", "status": "running", "pid": 4711, "name": "web",
       "annotations": {"net": "veth", "a.b": "dotted", "a": "short"},
       "config": {"process": {"args": ["sh", "-c"], "terminal": false}, "mounts": []}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".status | running",
        ".pid | 4711",
        "{{.pid}} | 4711",
        "{{ .Pid }} | 4711",
        "{{.State.Pid}} | 4711",
        ".State.Status | running",
        "{{.Name}}={{.State.Status}}! | web=running!",
        ".config.process.args | [\"sh\",\"-c\"]",
        ".config.process.args.1 | -c",
        ".config.process.terminal | false",
        ".config.mounts | []",
        ".annotations.a.b | dotted",
        ".annotations.a | short",
        "{{json .name}} | \"web\"",
        "{{json .annotations.net}} | \"veth\"",
      })
  void printsTheMember(String format, String line) {
    assertEquals(line, InspectFormat.parse(format).line("web", WEB));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".nothing | has no .nothing: there are annotations, config, id, name, pid, status",
        ".State.ExitCode | has no .State.ExitCode: there are annotations, config, id, name, pid",
        ".config.process.x | has no .config.process.x: .config.process has args, terminal",
        ".pid.x | has no .pid.x: .pid has no members",
        ".config.process.args.2 | .config.process.args has 2 elements, from 0",
      })
  void whatIsMissingIsNamedWithWhatIsThere(String format, String message) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> InspectFormat.parse(format).line("web", WEB));
    String text = String.valueOf(refusal.getMessage());
    assertTrue(text.startsWith("--format=" + format + ": container 'web' has no ."), text);
    assertTrue(text.contains(message), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "status",
        "{{.status",
        "{{range .config.mounts}}x{{end}}",
        "{{.a | json}}",
        "{{if .status}}",
        ".a b",
        "{{}}",
        "json"
      })
  void templatesAreRefused(String format) {
    UsageException refusal = assertThrows(UsageException.class, () -> InspectFormat.parse(format));
    String text = String.valueOf(refusal.getMessage());
    assertTrue(text.startsWith("--format=" + format + ": "), text);
    assertTrue(text.endsWith("or the like: jcr has no templates)"), text);
  }
}
