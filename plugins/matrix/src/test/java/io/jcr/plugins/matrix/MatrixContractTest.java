package io.jcr.plugins.matrix;

import io.jcr.spi.CommandProvider;
import io.jcr.spi.contract.CommandProviderContract;
import java.util.List;

class MatrixContractTest extends CommandProviderContract {
  @Override
  protected CommandProvider command() {
    return new MatrixCommand();
  }

  @Override
  protected List<List<String>> badArguments() {
    return List.of(
        List.of(),
        List.of("--no-such-option"),
        List.of("--repeat=0", "net=none"),
        List.of("--format=xml", "net=none"),
        List.of("net=none,"));
  }
}
