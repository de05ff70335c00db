package io.jcr.verify;

import io.jcr.spi.CommandProvider;
import io.jcr.spi.contract.CommandProviderContract;
import org.junit.jupiter.api.extension.ExtendWith;

/// The contract, of the command that is verified.
@ExtendWith(SubjectParameter.class)
final class CommandVerification extends CommandProviderContract {
  private final Subject subject;

  CommandVerification(Subject subject) {
    this.subject = subject;
  }

  @Override
  protected Class<?> implementation() {
    return subject.type();
  }

  @Override
  protected CommandProvider command() {
    return subject.command();
  }

  @Override
  protected boolean hasHelp() {
    return !subject.lacks("hasHelp");
  }
}
