package io.jcr.plugins.bench.subject;

import io.jcr.api.UnsupportedException;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A runtime for OCI bundles, as a peer: runc, crun.
final class OciLauncher implements Launcher {
  private final String program;
  private final Workplace workplace;
  private final Resources resources;
  private List<String> wrapper = List.of();

  OciLauncher(String program, Workplace workplace, Resources resources) {
    this.program = program;
    this.workplace = workplace;
    this.resources = resources;
  }

  @Override
  public String id() {
    return program;
  }

  @Override
  public String label() {
    return wrapper.isEmpty() ? program : program + " (by unshare)";
  }

  @Override
  public void prepare() throws IOException {
    Path file =
        Commands.find(program)
            .orElseThrow(
                () -> new UnsupportedException(program, "not installed", "apt install " + program));
    List<CgroupHierarchy> cgroups = workplace.jcr().facts().cgroups();
    boolean hybrid = cgroups.stream().anyMatch(h -> h.version() == 1);
    var unified = cgroups.stream().filter(h -> h.version() == 2).findFirst();
    if (program.equals("crun") && hybrid && unified.isPresent()) {
      // crun takes a machine with both versions for a v2 one and fails; in a mount namespace
      // without the unified hierarchy it finds only v1
      String script = "umount " + unified.get().mountPoint() + " && exec \"$@\"";
      wrapper = List.of("unshare", "--mount", "sh", "-c", script, "sh");
    }
    if (!Files.isExecutable(file)) {
      throw new UnsupportedException(program, file + " cannot be executed", "run it as root");
    }
  }

  @Override
  public ProcessBuilder process(List<String> command, String instance) throws IOException {
    Path bundle = workplace.resolve(program + "-bundles").resolve(instance);
    Files.createDirectories(bundle);
    OciBundle.write(
        bundle.resolve("config.json"), workplace.rootfs(), command, instance, resources);
    List<String> line = new ArrayList<>(wrapper);
    line.addAll(runtime());
    line.addAll(List.of("run", "--bundle", bundle.toString(), instance));
    return new ProcessBuilder(line);
  }

  @Override
  public List<String> removal(String instance) {
    List<String> line = new ArrayList<>(wrapper);
    line.addAll(runtime());
    line.addAll(List.of("delete", "--force", instance));
    return line;
  }

  private List<String> runtime() {
    return List.of(program, "--root", workplace.resolve(program + "-state").toString());
  }

  @Override
  public boolean reachable() {
    return false;
  }
}
