package io.jcr.verify;

import io.jcr.spi.Filesystem;
import io.jcr.spi.HostFacts;
import io.jcr.spi.contract.FilesystemContract;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/// The contract, of the backend that is verified.
@ExtendWith(SubjectParameter.class)
final class FilesystemVerification extends FilesystemContract {
  private final Subject subject;

  FilesystemVerification(Subject subject) {
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
  protected Filesystem backend() {
    return subject.make(Filesystem.class);
  }

  @Override
  protected HostFacts facts() {
    return subject.facts();
  }

  @Override
  protected Map<String, String> requiredOptions() {
    return subject.options();
  }

  @Override
  protected boolean leavesTheGivenRootAsItWas() {
    return !subject.lacks("leavesTheGivenRootAsItWas");
  }

  @Override
  protected boolean entersByPivotRoot() {
    return !subject.lacks("entersByPivotRoot");
  }
}
