package io.jcr.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.BackendChoice;
import io.jcr.api.Capability;
import io.jcr.api.ContainerProcess;
import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxResources;
import io.jcr.api.OwnLimits;
import io.jcr.api.Root;
import io.jcr.api.UsageException;
import io.jcr.api.User;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnLimitsTest {
  private static final BackendOption GPU =
      BackendOption.value("gpu", new OptionType.WholeNumber("COUNT", 1, 8), "how many")
          .withExample("2");
  private static final BackendOption TIER =
      BackendOption.value("tier", new OptionType.Choice(List.of("gold", "tin")), "which")
          .withDefault("tin");

  private static ParsedOptions read(Map<String, String> given, BackendOption... described) {
    return ParsedOptions.limits(new Limiter(List.of(described)), new OwnLimits(given));
  }

  private static String refused(Map<String, String> given, BackendOption... described) {
    return assertThrows(UsageException.class, () -> read(given, described)).getMessage();
  }

  @Test
  void theyAreAnnotationsOfTheContainer() {
    ContainerSpec plain =
        new ContainerSpec(
                "c1",
                "c1",
                new Root(Path.of("/"), false),
                new ContainerProcess(
                    false,
                    User.ROOT,
                    List.of("a"),
                    List.of(),
                    "/",
                    Capability.DEFAULT,
                    true,
                    List.of(),
                    false),
                List.of(),
                List.of(),
                LinuxResources.UNLIMITED,
                List.of(),
                List.of(),
                false,
                Map.<String, BackendChoice>of())
            .withAnnotations(Map.of("io.jcr.limits", "no", "a", "b"));
    assertEquals(OwnLimits.NONE, OwnLimits.of(plain));
    OwnLimits limits = new OwnLimits(Map.of("gpu", "2", "a-1", ""));
    ContainerSpec limited = limits.in(plain);
    assertEquals("2", limited.annotations().get("io.jcr.limit.gpu"));
    assertEquals(limits, OwnLimits.of(limited));
    assertEquals(plain, OwnLimits.NONE.in(limited));
    OwnLimits more = new OwnLimits(Map.of("gpu", "3", "b", "1"));
    assertEquals(Map.of("a-1", "", "b", "1", "gpu", "3"), limits.with(more).values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Gpu", "1a", "-a", "a_b", "a.b", "ä"})
  void otherNamesAreRefused(String name) {
    assertFalse(OwnLimits.isName(name));
    Map<String, String> values = Map.of(name, "1");
    String refusal = assertThrows(UsageException.class, () -> new OwnLimits(values)).getMessage();
    assertTrue(refusal.startsWith("limit '" + name + "': expected "), refusal);
  }

  @Test
  void aLimiterReadsThoseThatItDescribes() {
    ParsedOptions limits = read(Map.of("gpu", "2", "other", "x"), GPU, TIER);
    assertEquals(2, limits.number("gpu"));
    assertEquals(Optional.of("tin"), limits.text("tier"));
    assertEquals(Optional.empty(), read(Map.of(), GPU).text("gpu"));
    assertEquals(
        "--limit: gpu:COUNT is missing",
        assertThrows(UsageException.class, () -> read(Map.of(), GPU).number("gpu")).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9 | --limit gpu:9: '9' is not a number from 1 to 8",
        "'' | --limit gpu:: it needs a value: gpu:COUNT",
      })
  void aValueThatItsTypeDoesNotAllowIsRefused(String value, String told) {
    assertEquals(told, refused(Map.of("gpu", value), GPU));
  }

  @Test
  void aRequiredOneThatIsMissingIsNamedWithItsExample() {
    assertEquals(
        "--limiter=mine: --limit gpu:COUNT is missing (for example --limit gpu:2)",
        refused(Map.of("tier", "tin"), GPU.asRequired(), TIER));
    assertEquals(
        "--limiter=mine: --limit tier:gold|tin is missing", refused(Map.of(), TIER.asRequired()));
  }

  @Test
  void whatItRefusesForAReasonOfItsOwnBeginsWithTheLimit() {
    assertEquals(
        "--limit gpu:2: there is one",
        read(Map.of("gpu", "2"), GPU).refusal("gpu", "there is one").getMessage());
  }

  @Test
  void notEveryOptionCanBeALimit() {
    OptionType text = new OptionType.Text("T");
    assertEquals(Optional.empty(), GPU.flawAsLimit());
    assertEquals(
        Optional.of("'cpu' is a limit of jcr's own"),
        BackendOption.value("cpu", text, "x").flawAsLimit());
    assertEquals(Optional.of("'fast' has no value"), BackendOption.flag("fast", "x").flawAsLimit());
    assertEquals(
        Optional.of("'fast' has no value"),
        BackendOption.value("fast", new OptionType.MaybeText("T"), "x").flawAsLimit());
    assertEquals(
        Optional.of("'a:b' is not a name: expected [a-z][a-z0-9-]*"),
        BackendOption.value("a:b", text, "x").flawAsLimit());
    assertTrue(BackendOption.word(text, "x").flawAsLimit().isPresent());
  }

  private record Limiter(List<BackendOption> ownLimits) implements ResourceLimiter {
    @Override
    public String name() {
      return "mine";
    }

    @Override
    public Support probe(HostFacts facts) {
      return Support.yes();
    }

    @Override
    public Limits create(ContainerSpec spec, Host host) {
      return new Limits("", List.of(), List.of(), List.of());
    }
  }
}
