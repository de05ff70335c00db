package io.jcr.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.bench.vm.RunningVm;
import io.jcr.plugins.bench.vm.VmNetworkKind;
import io.jcr.plugins.bench.vm.VmRequest;
import io.jcr.plugins.bench.vm.VmSize;
import io.jcr.plugins.bench.vm.VmSubject;
import io.jcr.plugins.bench.web.NginxRootfs;
import io.jcr.plugins.bench.web.Wrk;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The real application of `jcr bench`: the same nginx in a container and in a virtual machine.
@WithJcr
class NginxIT {
  private static final Path CACHE = Path.of("/var/cache/jcr");
  private static final String PORT = Integer.toString(NginxRootfs.PORT);

  @Test
  void aContainerServesThePageAndWrkLoadsIt(Jcr jcr) throws Exception {
    NginxRootfs nginx = NginxRootfs.get(jcr.rootfs(), CACHE);
    List<String> arguments =
        new ArrayList<>(List.of("--net=veth:ip=10.88.77.7", "--rootfs=" + nginx.directory(), "--"));
    arguments.addAll(NginxRootfs.command(1));
    try (Started server = jcr.start(arguments.toArray(String[]::new))) {
      expectPage(nginx, "10.88.77.7", server);
      List<String> load = new ArrayList<>(Wrk.command(CACHE));
      load.addAll(List.of("-d1", "-c2", "-t1", "--latency", url("10.88.77.7")));
      Result result = jcr.launch(load).awaitEnd().succeeded();
      assertTrue(result.output().contains("Requests/sec:"), result.output());
      assertTrue(!result.output().contains("Non-2xx"), result.output());
    }
  }

  @Test
  void aVirtualMachineServesTheSamePage(Jcr jcr) throws Exception {
    NginxRootfs nginx = NginxRootfs.get(jcr.rootfs(), CACHE);
    VmRequest request =
        VmRequest.of(NginxRootfs.command(1), new VmSize(1, 256L << 20), Duration.ofMinutes(3))
            .with(VmNetworkKind.TAP);
    try (VmSubject machines = Machines.open(nginx.directory());
        RunningVm machine = machines.start(request, NginxRootfs.PORT)) {
      String host = machine.address().getAddress().getHostAddress();
      assertEquals(pageOf(nginx), get(host).orElseThrow());
    }
  }

  private static void expectPage(NginxRootfs nginx, String host, Started server)
      throws IOException {
    String page =
        Await.value(
            "nginx to answer; it says: " + server.errors().text(),
            () -> server.isAlive() ? get(host) : Optional.of("it has ended"));
    assertEquals(pageOf(nginx), page);
    assertEquals(NginxRootfs.PAGE_BYTES, page.length());
  }

  private static String pageOf(NginxRootfs nginx) throws IOException {
    return Files.readString(Path.of(nginx.directory() + "/srv/www" + NginxRootfs.PAGE));
  }

  private static String url(String host) {
    return "http://" + host + ":" + PORT + NginxRootfs.PAGE;
  }

  private static Optional<String> get(String host) {
    try (InputStream in = URI.create(url(host)).toURL().openStream()) {
      return Optional.of(new String(in.readAllBytes(), UTF_8));
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }
}
