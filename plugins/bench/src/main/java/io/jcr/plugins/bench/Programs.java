package io.jcr.plugins.bench;

import io.jcr.api.JcrException;
import io.jcr.plugins.bench.subject.Subjects.NotMeasured;
import io.jcr.plugins.bench.subject.Workplace;
import io.jcr.plugins.bench.web.NginxRootfs;
import io.jcr.plugins.bench.web.Wrk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The root file system that all subjects use: jcr's own, plus nginx when that is measured.
///
/// @param suites those whose programs are available
/// @param missing those whose programs are not
record Programs(Path rootfs, List<String> suites, List<NotMeasured> missing) {
  private static final String NGINX = "nginx";

  static Programs get(Request request, Path rootfs) throws InterruptedException {
    if (!request.suites().contains(NGINX)) {
      return new Programs(rootfs, request.suites(), List.of());
    }
    try {
      Wrk.command(Workplace.CACHE);
      Path withNginx = NginxRootfs.get(rootfs, Workplace.CACHE).directory();
      return new Programs(withNginx, request.suites(), List.of());
    } catch (JcrException | IOException e) {
      List<String> others = request.suites().stream().filter(s -> !s.equals(NGINX)).toList();
      NotMeasured missing = new NotMeasured(NGINX, String.valueOf(e.getMessage()));
      return new Programs(rootfs, others, List.of(missing));
    }
  }
}
