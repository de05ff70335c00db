package io.jcr.plugins.limiter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuListTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "0-3|0-3", "3,1,0|0-1,3", "0-2,2-4|0-4", "7-7|7", "'1 '|1", "8191|8191"})
  void isWrittenInItsShortestForm(String text, String shortest) {
    assertEquals(shortest, CpuList.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0-7:1/2|0-7:1/2", "1-0|1-0", "8192|8192", "0,x|x", "0, 1|' 1'"})
  void aRefusalNamesTheItem(String text, String item) {
    UsageException refusal = assertThrows(UsageException.class, () -> CpuList.parse(text));
    assertEquals(
        "--limit cpuset:" + text + ": '" + item + "' is not",
        refusal.getMessage().replaceFirst("is not.*", "is not"));
  }

  @Test
  void processorsThatAreMissingAreNamed() {
    CpuList.parse("0,2").requireIn("0-3\n");
    UsageException refusal =
        assertThrows(UsageException.class, () -> CpuList.parse("1,3-5").requireIn("0-3\n"));
    assertEquals(
        "--limit cpuset:1,3-5: processor 4-5 is not available, only 0-3", refusal.getMessage());
  }
}
