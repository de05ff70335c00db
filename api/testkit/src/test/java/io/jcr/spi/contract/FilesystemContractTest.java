package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostCommand;
import io.jcr.spi.RootFilesystem;
import io.jcr.spi.contract.Promises.Mutant;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a wrong backend does wrong is noticed by the contract.
class FilesystemContractTest {
  @Test
  void eachPromiseIsKeptAndNoticedWhenBroken() {
    new Promises<Filesystem>(
            Of::new, Set.of(FilesystemContract.class), new SampleFilesystem(), mutants())
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  @Test
  void aSnapshotOfTheGivenRootKeepsThemToo() {
    new Promises<Filesystem>(NoService::new, Set.of(), new SampleSnapshots(), Map.of())
        .assertEachIsKeptAndNoticedWhenBroken();
  }

  @Test
  void aSnapshotOfAnotherRootOrInAnotherPlaceIsNoticed() {
    Of another =
        new Of(
            new SampleSnapshots() {
              @Override
              String lower(ContainerSpec spec) {
                return "/";
              }
            });
    assertThrows(AssertionError.class, another::theGivenRootIsWhereItReadsFrom);
    Of elsewhere =
        new Of(
            new SampleSnapshots() {
              @Override
              Path place(Host host) {
                return Path.of("/srv", host.paths().state().getFileName() + "");
              }
            });
    assertThrows(AssertionError.class, elsewhere::everythingIsDoneInTheContainersOwnPlaces);
  }

  @Test
  void aProgramMayMakeWhatIsMounted() {
    Of programs =
        new Of(
            after((root, host) -> {
              HostCommand clone = command("clone", "/usr/lib/jcr/rootfs");
              host.execute(clone, command("destroy"));
              return root;
            }));
    assertDoesNotThrow(programs::onlyDirectoriesAndFilesAreMade);
    assertDoesNotThrow(programs::everythingIsDoneInTheContainersOwnPlaces);
  }

  private static HostCommand command(String... arguments) {
    Path nothing = Path.of("/dev/null");
    return new HostCommand(Path.of("/sbin/zfs"), List.of(arguments), Map.of(), nothing);
  }

  private static Map<String, Mutant<Filesystem>> mutants() {
    Map<String, Mutant<Filesystem>> mutants = new HashMap<>();
    mutants.put(
        "theRootIsMountedAtTheContainersOwnPlace",
        Mutant.of(after((root, host) -> elsewhere(root, host.paths().state().resolve("r")))));
    mutants.put(
        "everythingIsDoneInTheContainersOwnPlaces",
        Mutant.of(
            after((root, host) -> {
              host.createDirectory(Path.of("/srv", host.paths().state().getFileName() + ""), 0700);
              return root;
            })));
    mutants.put(
        "onlyDirectoriesAndFilesAreMade",
        Mutant.of(
            after((root, host) -> {
              host.setSysctl(host.paths().state(), "1");
              return root;
            })));
    mutants.put(
        "theGivenRootIsWhereItReadsFrom",
        Mutant.of(reading("/"), "aPathIsTakenAsItIsOrRefusedBeforeAnythingIsChanged"));
    mutants.put(
        "whatIsWrittenStaysOutOfTheGivenRootUnlessThatIsThePurpose",
        Mutant.of(after((root, host) -> mounts(root, writable(root.root())))));
    mutants.put(
        "entersByPivotRootAndNothingElse",
        Mutant.of(
            after((root, host) ->
                new RootFilesystem(
                    root.root(),
                    root.mount(),
                    List.of(new InitOp.Chroot(root.root().toString()))))));
    mutants.put(
        "theOperationsAreMounts",
        Mutant.of(after((root, host) -> mounts(root, new InitOp.Setsid()))));
    mutants.put("twoContainersShareNoDirectoryThatIsWritten", Mutant.of(new SharedWork()));
    mutants.put(
        "whatItMountsWithIsMadeBeforeAndNotReadableByAll",
        Mutant.of(
            after((root, host) -> {
              host.createDirectory(host.paths().data(), 0755);
              return root;
            })));
    mutants.put("aPathIsTakenAsItIsOrRefusedBeforeAnythingIsChanged", Mutant.of(new Unchecked()));
    return mutants;
  }

  private static RootFilesystem elsewhere(RootFilesystem root, Path place) {
    return new RootFilesystem(place, root.mount(), List.of(new InitOp.PivotRoot(place.toString())));
  }

  private static RootFilesystem mounts(RootFilesystem root, InitOp more) {
    return new RootFilesystem(
        root.root(), Stream.concat(root.mount().stream(), Stream.of(more)).toList(), root.enter());
  }

  private static InitOp writable(Path target) {
    return new InitOp.BindMount("", "/usr/lib/jcr/rootfs", target.toString(), 0, 1);
  }

  private interface Change {
    RootFilesystem apply(RootFilesystem root, Host host);
  }

  private static Filesystem after(Change change) {
    return new SampleFilesystem() {
      @Override
      public RootFilesystem prepare(ContainerSpec spec, Host host) {
        return change.apply(super.prepare(spec, host), host);
      }
    };
  }

  private static Filesystem reading(String layer) {
    return new SampleFilesystem() {
      @Override
      String lower(ContainerSpec spec) {
        return layer;
      }
    };
  }

  /// All containers have one directory to work in, which each makes below its own.
  private static final class SharedWork extends SampleFilesystem {
    @Override
    public RootFilesystem prepare(ContainerSpec spec, Host host) {
      RootFilesystem root = super.prepare(spec, host);
      String id = host.paths().state().getFileName().toString();
      if (!id.equals("c2")) {
        return root;
      }
      Path shared = host.paths().rootMount().resolveSibling("../c1/rootfs").normalize();
      return new RootFilesystem(shared, root.mount(), root.enter());
    }
  }

  /// Mounts whatever the kernel makes of the path.
  private static final class Unchecked extends SampleFilesystem {
    @Override
    public void validate(ContainerSpec spec) {
      try {
        super.validate(spec);
      } catch (UsageException e) {
        if (!e.getMessage().startsWith("cannot take")) {
          throw e;
        }
      }
    }
  }

  private static final class NoService extends Of {
    NoService(Filesystem backend) {
      super(backend);
    }

    @Override
    protected boolean isService() {
      return false;
    }
  }

  private static class Of extends FilesystemContract {
    private final Filesystem backend;

    Of(Filesystem backend) {
      this.backend = backend;
    }

    @Override
    protected Filesystem backend() {
      return backend;
    }
  }
}
