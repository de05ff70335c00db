package io.jcr.plugins.limiter;

import io.jcr.api.Capability;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostChange.Done;
import io.jcr.spi.HostFacts;
import io.jcr.spi.PretendedChanges;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A host that makes cgroups and writes their files, be they the kernel's or ordinary ones in a
/// temporary directory. [#close] removes what it made.
class CgroupfsHost implements Host, HostFacts, AutoCloseable {
  private final String id;
  private final List<CgroupHierarchy> hierarchies;
  private final Deque<Path> made = new ArrayDeque<>();

  CgroupfsHost(String id, List<CgroupHierarchy> hierarchies) {
    this.id = id;
    this.hierarchies = List.copyOf(hierarchies);
  }

  void makeGroup(Path directory) {
    if (!Files.exists(directory.getParent())) {
      makeGroup(directory.getParent());
    }
    attempt("mkdir", directory, () -> Files.createDirectory(directory));
    made.push(directory);
  }

  void write(Path file, String value) {
    attempt("write", file, () -> Files.writeString(file, value, StandardOpenOption.WRITE));
  }

  @Override
  public Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    while (!made.isEmpty()) {
      Files.delete(made.pop());
    }
  }

  interface Change {
    Object run() throws IOException;
  }

  static void attempt(String operation, Path object, Change change) {
    try {
      change.run();
    } catch (IOException e) {
      throw new ErrnoException(operation, object.toString(), errno(e));
    }
  }

  private static int errno(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> Errno.ENOENT;
      case FileAlreadyExistsException _ -> Errno.EEXIST;
      case AccessDeniedException _ -> Errno.EACCES;
      default ->
          String.valueOf(failure.getMessage()).endsWith("Invalid argument")
              ? Errno.EINVAL
              : Errno.EIO;
    };
  }

  @Override
  public HostFacts facts() {
    return this;
  }

  @Override
  public List<CgroupHierarchy> cgroups() {
    return hierarchies;
  }

  @Override
  public boolean hasFilesystem(String type) {
    return true;
  }

  @Override
  public boolean hasCapability(Capability capability) {
    return true;
  }

  @Override
  public ContainerPaths paths() {
    Path state = Path.of("/run/jcr/containers", id);
    return new ContainerPaths(state, Path.of("/var/lib/jcr", id), state.resolve("rootfs"));
  }

  @Override
  public <R> R apply(HostChange<R> change) {
    return change.accept(
        new PretendedChanges() {
          @Override
          public Done visit(HostChange.CreateCgroup group) {
            makeGroup(group.directory());
            return Done.DONE;
          }

          @Override
          public Done visit(HostChange.SetCgroupFile set) {
            write(set.file(), set.value());
            return Done.DONE;
          }

          @Override
          protected Done done(HostChange<Done> other) {
            throw new AssertionError(other + " is no business of a limiter");
          }
        });
  }
}
