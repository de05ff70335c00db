package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.spi.Backend;
import io.jcr.spi.BackendOption;
import io.jcr.spi.HostFacts;
import io.jcr.spi.Support;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every backend must do. The contracts of the four SPIs extend it; a backend's test extends
/// one of those.
///
/// @param <B> the SPI
public abstract class BackendContract<B extends Backend> {
  private final Class<B> spi;
  private final String option;

  /// @param spi the SPI
  /// @param option its option on the command line, such as `net`
  protected BackendContract(Class<B> spi, String option) {
    this.spi = spi;
    this.option = option;
  }

  /// The backend under test; a new one each time.
  protected abstract B backend();

  /// A machine on which the backend can work.
  protected HostFacts facts() {
    return StubHostFacts.root();
  }

  /// Options that it requires, such as a name; they are part of every run.
  protected Map<String, String> requiredOptions() {
    return Map.of();
  }

  /// Options that it accepts.
  protected Map<String, String> goodOptions() {
    return requiredOptions();
  }

  /// Options that it refuses; each map has one bad value or impossible combination.
  protected List<Map<String, String>> badOptions() {
    return List.of();
  }

  /// A spec that selects this backend with these options.
  protected ContainerSpec spec(String id, Map<String, String> options) {
    return SampleSpec.of(id, option, backend().name(), options);
  }

  @Test
  void theNameCanBeTyped() {
    assertTrue(backend().name().matches("[a-z][a-z0-9-]*"), backend().name());
  }

  /// The class under test; to be overridden when [#backend] returns a wrapper.
  protected Class<?> implementation() {
    return backend().getClass();
  }

  /// Whether it is a service for Java's `ServiceLoader`, as the backends of a jar are.
  protected boolean isService() {
    return true;
  }

  @Test
  void theServiceLoaderFindsIt() {
    if (!isService()) {
      return;
    }
    List<String> found = ServiceLoader.load(spi).stream().map(p -> p.type().getName()).toList();
    assertTrue(
        found.contains(implementation().getName()),
        "META-INF/services/" + spi.getName() + " lists " + found);
  }

  @Test
  void itWorksOnAMachineThatHasWhatItNeeds() {
    assertInstanceOf(Support.Supported.class, backend().probe(facts()));
  }

  @Test
  void aProbeOfABareMachineAnswersInWords() {
    Support support = backend().probe(StubHostFacts.bare());
    if (support instanceof Support.Unsupported(String reason, String remedy)) {
      assertAll(
          Stream.of(reason, remedy)
              .map(text ->
                  () -> {
                    assertFalse(text.isBlank(), "reason and remedy are both given");
                    assertFalse(text.endsWith("."), text + ": no full stop");
                  }));
    }
  }

  @Test
  void aProbeLeavesNothingBehindThatChangesTheNext() {
    B backend = backend();
    Support bare = backend.probe(StubHostFacts.bare());
    Support able = backend.probe(facts());
    assertEquals(bare, backend.probe(StubHostFacts.bare()));
    assertEquals(able, backend.probe(facts()));
  }

  @Test
  void noOptionsAreGoodOptions() {
    assertDoesNotThrow(() -> backend().validate(spec("c1", requiredOptions())));
  }

  @Test
  void goodOptionsAreAccepted() {
    assertDoesNotThrow(() -> backend().validate(spec("c1", goodOptions())));
  }

  @Test
  void anUnknownOptionIsRefusedWithTheKnownOnes() {
    String refusal = refusalOfUnknown();
    assertTrue(refusal.contains("no-such-key"), refusal);
    assertTrue(refusal.matches(".*(choose from .+|known are .+|it takes none)"), refusal);
  }

  @Test
  void theOptionsThatItDescribesAreThoseThatItHas() {
    assertAll(
        backend().options().stream()
            .map(option ->
                () -> {
                  String form = option.form();
                  assertTrue(refusalOfUnknown().contains(form), form + ": " + refusalOfUnknown());
                  assertFalse(option.help().isBlank(), form + " has no help");
                  assertFalse(option.help().endsWith("."), form + ": no full stop in its help");
                }));
  }

  private String refusalOfUnknown() {
    Map<String, String> options = new HashMap<>(requiredOptions());
    options.put("no-such-key", "1");
    ContainerSpec spec = spec("c1", options);
    return assertThrows(UsageException.class, () -> backend().validate(spec)).getMessage();
  }

  @Test
  void theExamplesOfItsOptionsAreAccepted() {
    assertAll(
        backend().options().stream()
            .filter(option -> !option.example().isEmpty())
            .map(option -> () -> assertDoesNotThrow(() -> backend().validate(example(option)))));
  }

  private ContainerSpec example(BackendOption option) {
    Map<String, String> options = new HashMap<>(requiredOptions());
    options.putAll(option.asExample());
    return spec("c1", options);
  }

  @Test
  void badOptionsAreRefusedBeforeAnythingIsChanged() {
    assertAll(
        badOptions().stream()
            .map(options ->
                () -> {
                  ContainerSpec spec = spec("c1", options);
                  UsageException refusal =
                      assertThrows(
                          UsageException.class, () -> backend().validate(spec), options.toString());
                  assertTrue(
                      options.keySet().stream().anyMatch(refusal.getMessage()::contains),
                      refusal.getMessage() + ": names the option");
                }));
  }
}
