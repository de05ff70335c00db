package io.jcr.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.LinuxBlockIO;
import io.jcr.api.LinuxCpu;
import io.jcr.api.LinuxMemory;
import io.jcr.api.LinuxPids;
import io.jcr.api.LinuxResources;
import io.jcr.api.UsageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitOptionTest {
  @Test
  void noLimitIsUnlimited() {
    assertEquals(LinuxResources.UNLIMITED, parse());
  }

  @Test
  void allControllersTogether() {
    assertEquals(
        new LinuxResources(
            new LinuxMemory(100L << 20), new LinuxCpu(50_000, 100_000, "0-1"), new LinuxPids(64)),
        parse("memory:100M", "cpu:0.5", "pids:64", "cpuset:0-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "1048576, 1048576",
    "2097152b, 2097152",
    "1024K, 1048576",
    "100M, 104857600",
    "100m, 104857600",
    "100MB, 104857600",
    "100MiB, 104857600",
    "1.5G, 1610612736",
    "2T, 2199023255552",
    "1024T, 1125899906842624",
    "1.000000001G, 1073741825",
  })
  void memoryIsExactInPowersOf1024(String text, long bytes) {
    assertEquals(new LinuxMemory(bytes), parse("memory:" + text).memory());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "M",
        "-1M",
        "100X",
        "100MM",
        "100 M",
        "1e9",
        "1..5G",
        ".5G",
        "5.G",
        "0x100000",
        "99999999999999999999999T",
        "１００M",
        "+5M",
        "1iB"
      })
  void otherMemoryIsRefused(String text) {
    String message = refused("memory:" + text);
    assertEquals(
        "--limit memory:"
            + text
            + ": '"
            + text
            + "' is not a number of bytes, or a number with K, M, G or T (powers of 1024),"
            + " from 1M to 1024T",
        message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'too small: no program starts with less than 1M'",
    "1K, 'too small: no program starts with less than 1M'",
    "1048575, 'too small: no program starts with less than 1M'",
    "1025T, 'too large: at most 1024T'",
  })
  void aNumberOutOfRangeIsSaidToBe(String text, String why) {
    assertEquals("--limit memory:" + text + ": " + why, refused("memory:" + text));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 100000",
    "0.5, 50000",
    "50%, 50000",
    "0.01, 1000",
    "1%, 1000",
    "150%, 150000",
    "2.5, 250000",
    "0.29, 29000",
    "0.57, 57000",
    "1.1, 110000",
    "0.333333, 33333",
    "12.5%, 12500",
    "8192, 819200000",
  })
  void cpuIsAQuotaWithoutRoundingErrors(String text, long quota) {
    assertEquals(
        new LinuxCpu(quota, 100_000, null),
        LimitOption.parse(List.of("cpu:" + text), () -> 8192).resources().cpu());
  }

  @ParameterizedTest
  @CsvSource({
    "999, 2, 'this machine has 2 CPUs: at most 2 (200%)'",
    "2.00001, 2, 'this machine has 2 CPUs: at most 2 (200%)'",
    "201%, 2, 'this machine has 2 CPUs: at most 2 (200%)'",
    "1.5, 1, 'this machine has 1 CPU: at most 1 (100%)'",
  })
  void moreCpusThanThereAreAreRefused(String text, int online, String why) {
    assertEquals(
        "--limit cpu:" + text + ": " + why,
        assertThrows(
                UsageException.class, () -> LimitOption.parse(List.of("cpu:" + text), () -> online))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "200%, 2", "999, 0"})
  void asManyCpusAsThereAreAreAllowed(String text, int online) {
    assertNotNull(LimitOption.parse(List.of("cpu:" + text), () -> online).resources().cpu());
  }

  @Test
  void thisMachineIsAskedForItsCpus() {
    assertTrue(refused("cpu:8192").startsWith("--limit cpu:8192: this machine has "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "0.001", "0.5%", "8193", "-1", "%", "half", "1e1", "50%%", "NaN"})
  void otherCpuIsRefused(String text) {
    assertTrue(
        refused("cpu:" + text).endsWith("such as 50%, from 0.01 (1%) to 8192"), refused("cpu:x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "64", "4194304"})
  void pidsIsAWholeNumber(String text) {
    assertEquals(new LinuxPids(Long.parseLong(text)), parse("pids:" + text).pids());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "4194305", "99999999999999999999", "max", "64K"})
  void otherPidsAreRefused(String text) {
    assertEquals(
        "--limit pids:"
            + text
            + ": '"
            + text
            + "' is not a whole number of processes and threads, from 1 to 4194304",
        refused("pids:" + text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "0-1|0-1", "0-1,4|0-1,4", "3-3|3", "007|7", "8191|8191"})
  void cpusetIsAListOfCpus(String text, String cpus) {
    assertEquals(new LinuxCpu(0, 100_000, cpus), parse("cpuset:" + text).cpu());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "0,", "1-0", "-1", "1-", "a", "0-1-2", "8192", "0 1", "all"})
  void otherCpusetsAreRefused(String text) {
    assertTrue(
        refused("cpuset:" + text).endsWith("ranges such as 0-1,4, each from 0 to 8191"),
        refused("cpuset:" + text));
  }

  @Test
  void ioIsRatesByName() {
    assertEquals(
        new LinuxBlockIO(10 << 20, 5 << 20, 0, 0), parse("io:read=10M,write=5M").blockIO());
    assertEquals(
        new LinuxBlockIO(0, 1024, 1, 4_294_967_295L),
        parse("io:riops=1,wiops=4294967295,write=1K").blockIO());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10M",
        "read",
        "read=",
        "read=0",
        "read=1023",
        "read=1025T",
        "read=-1M",
        "read=10M,",
        "read=10M,read=5M",
        "speed=10M",
        "READ=10M",
        "riops=0",
        "riops=1K",
        "wiops=4294967296",
        "read=10M;write=5M"
      })
  void otherIoIsRefused(String text) {
    assertTrue(
        refused("io:" + text).startsWith("--limit io:" + text + ": "), refused("io:" + text));
  }

  @Test
  void otherNamesAreLeftToTheLimiter() {
    LimitOption.Read read = LimitOption.parse(List.of("gpu:2", "pids:5", "tier:a:b"));
    assertEquals(Map.of("gpu", "2", "tier", "a:b"), read.own().values());
    assertEquals(new LinuxResources(null, null, new LinuxPids(5)), read.resources());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Disk", "5", "a_b", "a b"})
  void whatIsNotANameIsRefusedWithTheKnownOnes(String name) {
    assertEquals(
        "--limit "
            + name
            + ":5M: unknown limit '"
            + name
            + "', choose from memory:100M, cpu:0.5 (or cpu:50%), pids:64, cpuset:0-1,"
            + " io:read=10M,write=5M",
        refused(name + ":5M"));
  }

  @Test
  void aCommaBeginsTheNextLimitIfANameAndAColonFollowIt() {
    assertEquals(
        LimitOption.parse(
            List.of("memory:50M", "cpuset:0,2-3", "io:read=10M,write=5M", "pids:5", "gpu:1,2")),
        LimitOption.parse(
            List.of("memory:50M,cpuset:0,2-3,io:read=10M,write=5M,pids:5", "gpu:1,2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "memory:50M,          | --limit memory:50M,: '50M,' is not a number of bytes",
        "memory:50M,pids      | --limit memory:50M,pids: '50M,pids' is not a number of bytes",
        "memory:50M, pids:5   | --limit memory:50M, pids:5: '50M, pids:5' is not a number of bytes",
        "memory:50M,pids:x    | --limit pids:x: 'x' is not a whole number",
        "memory:50M,memory:9M | --limit memory:9M: memory is limited twice, first to 50M",
        "',memory:50M'        | --limit : expected NAME:VALUE, one of memory:100M",
      })
  void eachOfSeveralIsReadForItself(String option, String told) {
    assertTrue(refused(option).startsWith(told), refused(option));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "", ":", ":5M", "memory=5M"})
  void withoutColonTheFormIsTold(String text) {
    assertTrue(
        refused(text).startsWith("--limit " + text + ": expected NAME:VALUE, one of memory"),
        refused(text));
  }

  @Test
  void theSameTwiceIsRefused() {
    UsageException e =
        assertThrows(
            UsageException.class, () -> LimitOption.parse(List.of("pids:1", "cpu:1", "pids:2")));
    assertEquals("--limit pids:2: pids is limited twice, first to 1", e.getMessage());
  }

  private static LinuxResources parse(String... options) {
    return LimitOption.parse(List.of(options)).resources();
  }

  private static String refused(String option) {
    return assertThrows(UsageException.class, () -> LimitOption.parse(List.of(option)))
        .getMessage();
  }
}
