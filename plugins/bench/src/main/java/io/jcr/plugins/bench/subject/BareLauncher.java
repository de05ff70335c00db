package io.jcr.plugins.bench.subject;

import java.nio.file.Path;
import java.util.List;

/// The program on the host: no namespaces, the host's file systems and network, and only the same
/// limits as the others. Programs of the root file system are called by their path on the host.
final class BareLauncher implements Launcher {
  private final String id;
  private final String label;
  private final Workplace workplace;
  private final Resources resources;
  private @org.jspecify.annotations.Nullable ResourceGroup group;
  private final String groupName;

  BareLauncher(String id, String label, Workplace workplace, Resources resources) {
    this.id = id;
    this.label = label;
    this.workplace = workplace;
    this.resources = resources;
    this.groupName = workplace.instance();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public void prepare() {
    group = ResourceGroup.make(workplace, groupName, resources);
  }

  @Override
  public ProcessBuilder process(List<String> command, String instance) {
    ProcessBuilder builder =
        new ProcessBuilder(java.util.Objects.requireNonNull(group).joining(command));
    Path rootfs = workplace.rootfs();
    builder.environment().clear();
    builder
        .environment()
        .put("PATH", rootfs.resolve("usr/local/bin") + ":" + rootfs.resolve("bin"));
    return builder;
  }

  @Override
  public boolean reachable() {
    return true;
  }

  @Override
  public boolean hostNetwork() {
    return true;
  }

  @Override
  public boolean ownCgroup() {
    return false;
  }

  @Override
  public String path(String file) {
    return workplace.rootfs().resolve(file).toString();
  }

  @Override
  public String dataDirectory() {
    return workplace.resolve("data").toString();
  }

  @Override
  public void close() {
    if (group != null) {
      group.close();
    }
  }
}
