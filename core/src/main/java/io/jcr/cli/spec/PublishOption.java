package io.jcr.cli.spec;

import io.jcr.api.PublishedPort;
import io.jcr.api.UsageException;
import java.util.ArrayList;
import java.util.List;

/// `--publish [ADDRESS:][HOST]:CONTAINER[/tcp|/udp]`.
final class PublishOption {
  private PublishOption() {}

  /// All ports that are asked for.
  ///
  /// @throws UsageException for the first that is wrong, or wants a port again
  static List<PublishedPort> parse(List<String> options) {
    List<PublishedPort> all = new ArrayList<>();
    for (String option : options) {
      for (PublishedPort port : parse(option)) {
        requireNew(port, all, option);
        all.add(port);
      }
    }
    return all;
  }

  private static List<PublishedPort> parse(String option) {
    try {
      return PublishedPort.parse(option);
    } catch (UsageException e) {
      throw new UsageException("--publish: " + e.getMessage());
    }
  }

  private static void requireNew(PublishedPort port, List<PublishedPort> all, String option) {
    for (PublishedPort earlier : all) {
      if (port.collidesWith(earlier)) {
        throw new UsageException(
            "--publish="
                + option
                + ": port "
                + port.hostPort()
                + " of the host is published twice (also by "
                + earlier
                + ")");
      }
    }
  }
}
