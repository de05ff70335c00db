package io.jcr.spi;

import io.jcr.spi.HostChange.Done;
import java.util.Optional;

/// Answers to changes that are not made: every one is [Done], a lease is free, a program has no
/// result, ports are those that were asked for. For hosts that only pretend, such as those of a dry
/// run and of tests, which override what they know better.
public class PretendedChanges implements HostChange.Visitor {
  /// For a change that has no method of its own in a subclass.
  ///
  /// @param change one whose only answer is that it is done
  protected Done done(HostChange<Done> change) {
    return Done.DONE;
  }

  @Override
  public Done visit(HostChange.CreateDirectory change) {
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
