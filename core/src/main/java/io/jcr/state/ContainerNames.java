package io.jcr.state;

import io.jcr.api.ContainerSpec;
import io.jcr.api.HostException;
import io.jcr.api.UsageException;
import io.jcr.init.ControlSocket;
import io.jcr.linux.FileFailure;
import io.jcr.linux.Libc;
import io.jcr.linux.LinuxHostFacts;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Map;

/// The names of the containers under a state root: no two are the same, also after a renaming. A
/// container's directory keeps the name that it was created with.
public final class ContainerNames {
  private final StateRoot root;
  private final HostFacts facts;
  private final ControlSocket init;
  private final DeadContainers dead;
  private final StoreLock lock;

  ContainerNames(StateRoot root, Libc libc, HostFacts facts, ControlSocket init) {
    this.root = root;
    this.facts = facts;
    this.init = init;
    this.dead = new DeadContainers(root, libc, facts, init);
    this.lock = new StoreLock(root, libc);
  }

  /// The names under one state root.
  public static ContainerNames of(StateRoot root, Libc libc, ControlSocket init) {
    return new ContainerNames(root, libc, new LinuxHostFacts(), init);
  }

  /// Called with the lock held. Only if a container was ever renamed can a directory of another
  /// name have this name.
  ///
  /// @throws NameTakenException when a container has it
  void requireFree(Identity identity) {
    String name = identity.name();
    boolean taken =
        Files.exists(root.container(identity.key()), LinkOption.NOFOLLOW_LINKS)
            || (Files.exists(root.renamed(), LinkOption.NOFOLLOW_LINKS)
                && new ContainerRecords(root, facts).names().contains(name));
    if (taken) {
      throw new NameTakenException("container name '" + name + "' is taken: choose another --name");
    }
  }

  /// Renames a container.
  ///
  /// @param text its name or id, or an unambiguous beginning
  /// @throws UsageException when it does not exist, or another one has the new name
  public Identity rename(String text, String name) {
    ContainerSpec.requireId(name);
    ContainerRecords records = new ContainerRecords(root, facts);
    records.require(text); // without the lock, whose directory may not exist on this machine
    return lock.held(() -> {
      dead.reclaim();
      Identity identity = records.require(text).identity();
      if (identity.name().equals(name)) {
        throw new UsageException("container '" + name + "' has this name already");
      }
      if (records.names().contains(name)) {
        throw new UsageException(
            "container '" + identity.name() + "': the name '" + name + "' is taken by another");
      }
      markRenamed();
      Identity renamed = identity.renamed(name, root.container(identity.key()));
      ContainerEvents.of(new EventLog(root, init), root.container(identity.key()), facts)
          .write("rename", Map.of("oldName", identity.name()));
      return renamed;
    });
  }

  private void markRenamed() {
    try {
      Files.write(root.renamed(), new byte[0]);
    } catch (IOException e) {
      throw new HostException("write " + root.renamed() + ": " + FileFailure.reason(e));
    }
  }
}
