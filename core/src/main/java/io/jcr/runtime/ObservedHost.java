package io.jcr.runtime;

import io.jcr.api.Ipv4Prefix;
import io.jcr.spi.CommandResult;
import io.jcr.spi.ContainerLink;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostCommand;
import io.jcr.spi.HostFacts;
import io.jcr.spi.VethPair;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// Tells a [HostLog] about each change that the host behind it makes.
final class ObservedHost implements Host {
  private final Host host;
  private final HostLog log;
  private final Path leases;

  /// A host whose changes are logged.
  ///
  /// @param leases where the pools of [#lease] are, for the log
  ObservedHost(Host host, HostLog log, Path leases) {
    this.host = host;
    this.log = log;
    this.leases = leases;
  }

  @Override
  public HostFacts facts() {
    return host.facts();
  }

  @Override
  public ContainerPaths paths() {
    return host.paths();
  }

  @Override
  public void createDirectory(Path directory, int mode) {
    change(
        () -> HostCall.createDirectory(directory, mode),
        () -> host.createDirectory(directory, mode));
  }

  @Override
  public void createFile(Path file, String content, int mode) {
    change(
        () -> HostCall.createFile(file, content, mode), () -> host.createFile(file, content, mode));
  }

  @Override
  public void replaceFile(Path file, String content, int mode) {
    change(
        () -> HostCall.replaceFile(file, content, mode),
        () -> host.replaceFile(file, content, mode));
  }

  @Override
  public void removeFile(Path file) {
    change(() -> HostCall.removeFile(file), () -> host.removeFile(file));
  }

  @Override
  public void createNetworkNamespace(Path file) {
    change(() -> HostCall.createNetworkNamespace(file), () -> host.createNetworkNamespace(file));
  }

  @Override
  public Optional<CommandResult> execute(HostCommand command) {
    return log.perform(() -> HostCall.execute(command), () -> host.execute(command));
  }

  @Override
  public Optional<CommandResult> execute(HostCommand command, HostCommand undo) {
    return log.perform(() -> HostCall.execute(command), () -> host.execute(command, undo));
  }

  @Override
  public void createCgroup(Path directory) {
    change(() -> HostCall.createCgroup(directory), () -> host.createCgroup(directory));
  }

  @Override
  public void setCgroupFile(Path file, String value) {
    change(() -> HostCall.setCgroupFile(file, value), () -> host.setCgroupFile(file, value));
  }

  @Override
  public void setSysctl(Path file, String value) {
    change(() -> HostCall.setSysctl(file, value), () -> host.setSysctl(file, value));
  }

  @Override
  public Optional<String> lease(String pool, String key) {
    Path file = leases.resolve(pool).resolve(key);
    return log.perform(() -> HostCall.lease(file), () -> host.lease(pool, key));
  }

  @Override
  public void ensureBridge(String name, Ipv4Prefix address) {
    change(() -> HostCall.ensureBridge(name, address), () -> host.ensureBridge(name, address));
  }

  @Override
  public void createLink(ContainerLink link) {
    change(() -> HostCall.createLink(link), () -> host.createLink(link));
  }

  @Override
  public void createVeth(VethPair pair) {
    change(() -> HostCall.createVeth(pair), () -> host.createVeth(pair));
  }

  @Override
  public void masquerade(Ipv4Prefix source, String exceptInterface) {
    change(
        () -> HostCall.masquerade(source, exceptInterface),
        () -> host.masquerade(source, exceptInterface));
  }

  private void change(Supplier<HostCall> call, Runnable change) {
    log.perform(
        call,
        () -> {
          change.run();
          return true;
        });
  }
}
