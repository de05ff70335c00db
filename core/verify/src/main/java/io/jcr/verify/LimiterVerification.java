package io.jcr.verify;

import io.jcr.api.BackendChoice;
import io.jcr.api.ContainerSpec;
import io.jcr.api.OwnLimits;
import io.jcr.api.UnsupportedException;
import io.jcr.spi.HostFacts;
import io.jcr.spi.ResourceLimiter;
import io.jcr.spi.contract.RecordingHost;
import io.jcr.spi.contract.ResourceLimiterContract;
import io.jcr.spi.contract.SampleLimit;
import io.jcr.spi.contract.SampleSpec;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;

/// The contract, of the backend that is verified.
@ExtendWith(SubjectParameter.class)
final class LimiterVerification extends ResourceLimiterContract {
  private final Subject subject;

  LimiterVerification(Subject subject) {
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
  protected ResourceLimiter backend() {
    return subject.make(ResourceLimiter.class);
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
  protected boolean keeps(SampleLimit limit) {
    return !subject.lacks("keeps" + limit.name()) && !refuses(limit);
  }

  /// Whether it says itself that it cannot keep it here.
  private boolean refuses(SampleLimit limit) {
    BackendChoice choice = new BackendChoice(subject.name(), subject.options());
    ContainerSpec plain = SampleSpec.of("c1", limit.resources(), Map.of("limiter", choice));
    ContainerSpec spec = new OwnLimits(requiredLimits()).in(plain);
    ResourceLimiter limiter = backend();
    try {
      limiter.validate(spec);
      limiter.create(spec, RecordingHost.of("c1", facts()));
      return false;
    } catch (UnsupportedException e) {
      return true;
    }
  }

  @Override
  protected boolean showsTheContainerItsCgroups() {
    return !subject.lacks("showsTheContainerItsCgroups");
  }

  /// What `/` is on.
  @Override
  protected String disk() {
    return subject
        .facts()
        .read(Path.of("/proc/self/mountinfo"))
        .orElse("")
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length > 4 && words[4].equals("/"))
        .map(words -> words[2])
        .reduce(super.disk(), (before, last) -> last);
  }
}
