package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.LinuxResources;
import io.jcr.api.OwnLimits;
import io.jcr.api.UsageException;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.Limits;
import io.jcr.spi.ParsedOptions;
import io.jcr.spi.ResourceLimiter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The part of [ResourceLimiterContract] about limits that only the limiter knows.
abstract class OwnLimitsContract extends PreparationContract<ResourceLimiter> {
  OwnLimitsContract() {
    super(ResourceLimiter.class, "limiter");
  }

  abstract ContainerSpec spec(String id, LinuxResources resources, Map<String, String> options);

  /// Limits that only it knows and that it requires, by name; they are part of every run. By
  /// default their examples.
  protected Map<String, String> requiredLimits() {
    Map<String, String> required = new HashMap<>();
    for (BackendOption limit : backend().ownLimits()) {
      if (limit.required()) {
        assertFalse(
            limit.example().isEmpty(),
            limit.limitForm() + " is required and has no example: give it one");
        required.put(limit.key(), limit.example());
      }
    }
    return required;
  }

  /// Limits that only it knows and that it refuses; each map has one bad value or impossible
  /// combination.
  protected List<Map<String, String>> badLimits() {
    return List.of();
  }

  @Test
  void theLimitsThatOnlyItKnowsAreDescribed() {
    List<BackendOption> limits = backend().ownLimits();
    assertAll(
        limits.stream()
            .map(limit ->
                () -> {
                  String form = limit.limitForm();
                  assertEquals(Optional.empty(), limit.flawAsLimit());
                  assertFalse(limit.help().isBlank(), form + " has no help");
                  assertFalse(limit.help().endsWith("."), form + ": no full stop in its help");
                  if (!limit.defaultValue().isEmpty()) {
                    assertDoesNotThrow(
                        () -> limit.type().check(limit.defaultValue()), form + ": its default");
                  }
                }));
    assertEquals(
        limits.size(), limits.stream().map(BackendOption::key).distinct().count(), "names");
  }

  @Test
  void theExamplesOfLimitsThatOnlyItKnowsAreAccepted() {
    assertAll(
        backend().ownLimits().stream()
            .filter(limit -> !limit.example().isEmpty())
            .map(limit ->
                () -> {
                  Map<String, String> given = Map.of(limit.key(), limit.example());
                  assertDoesNotThrow(
                      () -> prepare(backend(), limited(given), host("c1")), limit.limitForm());
                }));
  }

  @Test
  void badLimitsThatOnlyItKnowsAreRefusedBeforeAnythingIsChanged() {
    assertAll(
        badLimits().stream()
            .map(given ->
                () -> {
                  RecordingHost host = host("c1");
                  UsageException refusal =
                      assertThrows(
                          UsageException.class,
                          () -> prepare(backend(), limited(given), host),
                          given.toString());
                  assertTrue(
                      given.keySet().stream().anyMatch(refusal.getMessage()::contains),
                      refusal.getMessage() + ": names the limit");
                  assertEquals(List.of(), host.calls());
                }));
  }

  private ContainerSpec limited(Map<String, String> limits) {
    ContainerSpec spec = spec("c1", LinuxResources.UNLIMITED, goodOptions());
    return OwnLimits.of(spec).with(new OwnLimits(limits)).in(spec);
  }

  @Override
  protected final Limits prepare(ResourceLimiter limiter, ContainerSpec spec, Host host) {
    ParsedOptions.limits(limiter, OwnLimits.of(spec)); // jcr checks them first
    limiter.validate(spec);
    return limiter.create(spec, host);
  }
}
