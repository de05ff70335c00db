package io.jcr.plugins.demo.model;

import java.util.List;
import java.util.stream.Stream;

/// Everything that a scene has shown.
///
/// @param observations with the mechanism, then without it
public record Evidence(List<Observation> observations) {
  public Evidence {
    observations = List.copyOf(observations);
  }

  /// Those with the mechanism.
  public Stream<Observation> shown() {
    return observations.stream().filter(observation -> !observation.control());
  }

  /// Those without it.
  public Stream<Observation> controls() {
    return observations.stream().filter(Observation::control);
  }
}
