package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.OwnLimits;
import io.jcr.spi.BackendOption;
import io.jcr.spi.Host;
import io.jcr.spi.Limits;
import io.jcr.spi.OptionType;
import io.jcr.spi.ParsedOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract gives a limiter the examples of the limits that it requires.
class RequiredLimitTest {
  @Test
  @SuppressWarnings("JUnitMethodInvoked")
  void aRequiredLimitMayBeWrittenAndCounted() {
    ResourceLimiterContract contract = new ResourceLimiterContractTest.Of(new Zoned("b"));
    assertDoesNotThrow(contract::withoutLimitsThereAreCgroupsAllTheSame);
    assertDoesNotThrow(contract::onlyCgroupsAreTouched);
    assertDoesNotThrow(contract::whatIsWrittenIsInOrAboveACgroupThatTheHostHasMadeBefore);
    assertDoesNotThrow(() -> contract.aLimitThatWasNotAskedForIsNotWritten(SampleLimit.PIDS));
  }

  @Test
  @SuppressWarnings("JUnitMethodInvoked")
  void aRequiredLimitWithoutAnExampleIsAskedForOne() {
    ResourceLimiterContract contract = new ResourceLimiterContractTest.Of(new Zoned(""));
    AssertionError told = assertThrows(AssertionError.class, contract::noOptionsAreGoodOptions);
    assertTrue(
        String.valueOf(told.getMessage()).contains("zone:NAME is required and has no example"),
        told::toString);
  }

  /// One that requires a limit, and writes and counts for it.
  private static final class Zoned extends SampleLimiter {
    private final String example;

    Zoned(String example) {
      this.example = example;
    }

    @Override
    public List<BackendOption> ownLimits() {
      BackendOption zone = BackendOption.value("zone", new OptionType.Text("NAME"), "where");
      List<BackendOption> limits = new ArrayList<>(super.ownLimits());
      limits.add(zone.withExample(example).asRequired());
      return limits;
    }

    @Override
    public Limits create(ContainerSpec spec, Host host) {
      Limits limits = super.create(spec, host);
      String zone = ParsedOptions.limits(this, OwnLimits.of(spec)).text("zone").orElseThrow();
      host.setCgroupFile(super.group(spec).resolve("zone.name"), zone);
      host.lease("zones", zone + "-" + spec.id());
      return limits;
    }
  }
}
