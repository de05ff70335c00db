package io.jcr.plugins.demo.scene;

import java.util.List;

/// What is drawn for a scene; the facts of the evidence are written into it.
public sealed interface Picture {
  /// The host as a box, each container as a box in it or next to it, with a fact in each.
  ///
  /// @param what the fact is about, such as `PID namespace`
  /// @param inside the fact that a container is labelled with
  /// @param host the fact that the host is labelled with
  record Walls(String what, String inside, String host) implements Picture {}

  /// Host and container, connected by a veth pair, and who connects to whom.
  ///
  /// @param serverInside whether the server is in the container
  record Wire(boolean serverInside) implements Picture {}

  /// Bars: how far the program got with and without the limit.
  ///
  /// @param unit of the numbers
  /// @param fact how far it got, in that unit
  /// @param limit where the limit is
  record Gauge(String unit, String fact, double limit) implements Picture {}

  /// Two containers side by side, with servers on the same port.
  record Twins() implements Picture {}

  /// The system calls, one below the other.
  ///
  /// @param fact has one line for each
  record Calls(String fact) implements Picture {}

  /// Two listings, the container's and the host's.
  ///
  /// @param facts what is listed
  record Listings(List<String> facts) implements Picture {}
}
