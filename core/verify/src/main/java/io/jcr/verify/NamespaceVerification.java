package io.jcr.verify;

import io.jcr.spi.HostFacts;
import io.jcr.spi.Namespace;
import io.jcr.spi.contract.NamespaceContract;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/// The contract, of the backend that is verified.
@ExtendWith(SubjectParameter.class)
final class NamespaceVerification extends NamespaceContract {
  private final Subject subject;

  NamespaceVerification(Subject subject) {
    this.subject = subject;
  }

  @Override
  protected Class<?> implementation() {
    return subject.type();
  }

  @Override
  protected Namespace backend() {
    return subject.make(Namespace.class);
  }

  @Override
  protected HostFacts facts() {
    return subject.facts();
  }

  @Override
  protected Map<String, String> requiredOptions() {
    return subject.options();
  }
}
