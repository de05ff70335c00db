package io.jcr.plugins.namespace;

import io.jcr.spi.Namespace;
import io.jcr.spi.contract.NamespaceContract;

class CloneNamespaceTest extends NamespaceContract {
  @Override
  protected Namespace backend() {
    return new CloneNamespace();
  }
}
