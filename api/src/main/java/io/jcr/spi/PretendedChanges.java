package io.jcr.spi;

import io.jcr.spi.HostChange.Done;
import java.util.Optional;

/// Results for changes that are not made: leases are free, programs have no output, ports are
/// granted as requested, everything else is [Done]. For hosts that change nothing, such as those of
/// dry runs and tests, which override the methods they need.
public class PretendedChanges implements HostChange.Visitor {
  /// The result of a change that the subclass does not handle separately.
  ///
  /// @param change a change whose only result is [Done]
  protected Done done(HostChange<Done> change) {
    return Done.DONE;
  }

  @Override
  public Done visit(HostChange.CreateDirectory change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.CreateSnapshot change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.CreateFile change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.ReplaceFile change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.RemoveFile change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.CreateNetworkNamespace change) {
    return done(change);
  }

  @Override
  public Optional<CommandResult> visit(HostChange.Execute change) {
    return Optional.empty();
  }

  @Override
  public Done visit(HostChange.CreateCgroup change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.SetCgroupFile change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.SetSysctl change) {
    return done(change);
  }

  @Override
  public Optional<String> visit(HostChange.Lease change) {
    return Optional.empty();
  }

  @Override
  public Done visit(HostChange.EnsureBridge change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.CreateVeth change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.FilterPort change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.CreateLink change) {
    return done(change);
  }

  @Override
  public Done visit(HostChange.Masquerade change) {
    return done(change);
  }

  @Override
  public HeldPorts visit(HostChange.HoldPorts change) {
    return HeldPorts.pretended(change.ports());
  }

  @Override
  public Done visit(HostChange.RelayPorts change) {
    return done(change);
  }
}
