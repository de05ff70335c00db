package ${package};

#if( $spi == "ResourceLimiter" )
import io.jcr.spi.HostFacts;
#end
import io.jcr.spi.${spi};
import io.jcr.spi.contract.${spi}Contract;
#if( $spi == "ResourceLimiter" )
import io.jcr.spi.contract.SampleLimit;
import io.jcr.spi.contract.StubHostFacts;
#end

/// What every ${spi} promises.
class ${className}Test extends ${spi}Contract {
  @Override
#if( $spi == "CommandProvider" )
  protected CommandProvider command() {
#else
  protected ${spi} backend() {
#end
    return new ${className}();
  }
#if( $spi == "Filesystem" )

  /// What a container writes stays.
  @Override
  protected boolean leavesTheGivenRootAsItWas() {
    return false;
  }
#end
#if( $spi == "ResourceLimiter" )

  @Override
  protected HostFacts facts() {
    return StubHostFacts.cgroupV2();
  }

  @Override
  protected boolean keeps(SampleLimit limit) {
    return limit == SampleLimit.PIDS;
  }

  @Override
  protected boolean showsTheContainerItsCgroups() {
    return false;
  }
#end
}
