package io.jcr.verify;

import io.jcr.spi.HostFacts;
import io.jcr.spi.Network;
import io.jcr.spi.contract.NetworkContract;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/// The contract, of the backend that is verified.
@ExtendWith(SubjectParameter.class)
final class NetworkVerification extends NetworkContract {
  private final Subject subject;

  NetworkVerification(Subject subject) {
    this.subject = subject;
  }

  @Override
  protected boolean isService() {
    return !subject.request().isProgram();
  }

  @Override
  protected Class<?> implementation() {
    return subject.type();
  }

  @Override
  protected Network backend() {
    return subject.make(Network.class);
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
