package io.jcr.plugins.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RunTraceTest {
  private static final String EVENTS =
      """
      "traceEvents":[
        {"name":"process_name","ph":"M","args":{"name":"jcr"}},
        {"name":"teardown","cat":"host","ph":"X","ts":1,"dur":2},
        {"name":"program runs","cat":"phase","ph":"X","ts":180000.5,"dur":1499.5},
        {"name":"teardown","cat":"phase","ph":"X","ts":900000,"dur":4902.44}]
      """;

  private static String message(String messages, String errors) throws IOException {
    return RunTrace.parse("{\"messages\":[" + messages + "],\"errors\":[" + errors + "]}")
        .message();
  }

  @Test
  void theTimesAreThoseOfTwoPhases() throws IOException {
    RunTrace trace = RunTrace.parse("{" + EVENTS + "}");
    assertEquals(OptionalDouble.of(181.5), trace.launch());
    assertEquals(OptionalDouble.of(4.902), trace.teardown());
    assertEquals("", trace.message());
  }

  @Test
  void whatFailedCountsMoreThanWarnings() throws IOException {
    String error = "{\"kind\":\"host\",\"message\":\"mkdir /x: EROFS\"}";
    assertEquals(
        "mkdir /x: EROFS", message("\"careful\",\"mkdir /x: EROFS\",\"and so on\"", error));
    assertEquals("and so on", message("\"careful\",\"and so on\"", ""));
    assertEquals("", message("", ""));
  }

  @Test
  void aRunThatWroteNoTraceSaysNothing() throws IOException {
    assertEquals(
        new RunTrace(OptionalDouble.empty(), OptionalDouble.empty(), ""), RunTrace.parse(""));
  }
}
