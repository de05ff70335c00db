package io.jcr.spi.contract;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.Support;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a wrong backend does wrong is noticed by the contract.
class FilesystemContractTest {
  @Test
  void eachPromiseIsKeptAndNoticedWhenBroken() {
    new Promises<Filesystem>(Of::new, FilesystemContract.class, new Layered(), mutants())
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  private static Map<String, Filesystem> mutants() {
    AtomicInteger calls = new AtomicInteger();
    Map<String, Filesystem> mutants = new HashMap<>();
    mutants.put(
        "theRootIsMountedAtTheContainersOwnPlace",
        after((root, host) -> new RootFilesystem(Path.of("/mnt"), root.mount(), root.enter())));
    mutants.put(
        "everythingIsDoneInTheContainersOwnPlaces",
        after((root, host) -> {
          host.createDirectory(Path.of("/usr/lib/jcr/rootfs/upper"), 0700);
          return root;
        }));
    mutants.put(
        "onlyDirectoriesAndFilesAreMade",
        after((root, host) -> {
          host.setSysctl(host.paths().state(), "1");
          return root;
        }));
    mutants.put("theGivenRootIsWhereItReadsFrom", new Layered("/", "data"));
    mutants.put(
        "whatIsWrittenStaysOutOfTheGivenRootUnlessThatIsThePurpose",
        after((root, host) -> mounts(root, bind("/usr/lib/jcr/rootfs", root.root()))));
    mutants.put(
        "entersByPivotRootAndNothingElse",
        after((root, host) ->
            new RootFilesystem(
                root.root(), root.mount(), List.of(new InitOp.Chroot(root.root().toString())))));
    mutants.put("theOperationsAreMounts", after((root, host) -> mounts(root, new InitOp.Setsid())));
    mutants.put("twoContainersShareNoDirectoryThatIsWritten", new Shared());
    mutants.put(
        "whatItMountsWithIsMadeBeforeAndNotReadableByAll",
        after((root, host) -> {
          host.createDirectory(host.paths().data(), 0755);
          return root;
        }));
    mutants.put("aPathIsTakenAsItIsOrRefusedBeforeAnythingIsChanged", new Unchecked());
    mutants.put(
        "theSameContainerIsPlannedTheSameAgain",
        after((root, host) ->
            mounts(root, new InitOp.Mkdir("", "/" + calls.get(), calls.incrementAndGet()))));
    mutants.put("aFailureOfTheHostIsPassedOnAndEndsTheWork", new Stubborn());
    return mutants;
  }

  private static RootFilesystem mounts(RootFilesystem root, InitOp more) {
    return new RootFilesystem(
        root.root(), Stream.concat(root.mount().stream(), Stream.of(more)).toList(), root.enter());
  }

  private static InitOp bind(String source, Path target) {
    return new InitOp.BindMount("", source, target.toString(), 0, 1);
  }

  private interface Change {
    RootFilesystem apply(RootFilesystem root, Host host);
  }

  private static Filesystem after(Change change) {
    return new Layered() {
      @Override
      public RootFilesystem prepare(ContainerSpec spec, Host host) {
        return change.apply(super.prepare(spec, host), host);
      }
    };
  }

  /// A backend that keeps all promises, unless it is told to use another layer or place.
  private static class Layered implements Filesystem {
    private final String lower;
    private final String data;

    Layered() {
      this("", "");
    }

    Layered(String lower, String data) {
      this.lower = lower;
      this.data = data;
    }

    @Override
    public String name() {
      return "sample";
    }

    @Override
    public Support probe(HostFacts facts) {
      return Support.yes();
    }

    @Override
    public void validate(ContainerSpec spec) {
      String path = spec.root().path().toString();
      if (path.matches("(?s).*[\\\\:,\n].*")) {
        throw new UsageException("cannot take " + path);
      }
    }

    @Override
    public RootFilesystem prepare(ContainerSpec spec, Host host) {
      Path own = host.paths().data().resolve(data);
      host.createDirectory(host.paths().data(), 0700);
      host.createDirectory(own.resolve("upper"), 0755);
      host.createDirectory(own.resolve("work"), 0700);
      return overlay(lower.isEmpty() ? spec.root().path().toString() : lower, own, host);
    }

    RootFilesystem overlay(String layer, Path own, Host host) {
      String root = host.paths().rootMount().toString();
      String options =
          "lowerdir="
              + layer
              + ",upperdir="
              + own.resolve("upper")
              + ",workdir="
              + own.resolve("work");
      return new RootFilesystem(
          host.paths().rootMount(),
          List.of(new InitOp.MountOp("", "overlay", root, "overlay", 0, options)),
          List.of(new InitOp.PivotRoot(root)));
    }
  }

  /// All containers write to one layer.
  private static final class Shared extends Layered {
    @Override
    public RootFilesystem prepare(ContainerSpec spec, Host host) {
      return overlay(spec.root().path().toString(), Path.of("/var/lib/jcr/layer"), host);
    }
  }

  /// Mounts whatever the kernel makes of the path.
  private static final class Unchecked extends Layered {
    @Override
    public void validate(ContainerSpec spec) {}
  }

  /// Goes on after a failure.
  private static final class Stubborn extends Layered {
    @Override
    public RootFilesystem prepare(ContainerSpec spec, Host host) {
      try {
        return super.prepare(spec, host);
      } catch (RuntimeException e) {
        return overlay(spec.root().path().toString(), host.paths().data(), host);
      }
    }
  }

  private static final class Of extends FilesystemContract {
    private final Filesystem backend;

    Of(Filesystem backend) {
      this.backend = backend;
    }

    @Override
    protected Filesystem backend() {
      return backend;
    }

    @Override
    protected boolean writesToTheGivenRoot() {
      return false;
    }
  }
}
