package ${package};

import io.jcr.spi.${spi};
import io.jcr.spi.contract.${spi}Contract;

/// What every ${spi} promises.
class ${className}Test extends ${spi}Contract {
  @Override
  protected ${spi} backend() {
    return new ${className}();
  }
#if( $spi == "Filesystem" )

  @Override
  protected boolean writesToTheGivenRoot() {
    return true;
  }
#end
}
