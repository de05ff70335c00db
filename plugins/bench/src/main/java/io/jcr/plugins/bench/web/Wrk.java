package io.jcr.plugins.bench.web;

import io.jcr.api.UnsupportedException;
import io.jcr.plugins.bench.debian.HostProgram;
import io.jcr.plugins.bench.debian.UnpackedProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The load generator: the host's own, or Debian's, unpacked into the cache.
public final class Wrk {
  private Wrk() {}

  /// The words with which its command line begins.
  ///
  /// @throws UnsupportedException if it is available in neither way
  public static List<String> command(Path cache) throws IOException, InterruptedException {
    try {
      return List.of(HostProgram.find("bench wrk", "wrk", "wrk").toString());
    } catch (UnsupportedException notInstalled) {
      return UnpackedProgram.fetch("bench wrk", "wrk", "usr/bin/wrk", cache).command();
    }
  }
}
