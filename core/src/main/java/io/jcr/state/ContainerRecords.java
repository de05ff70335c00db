package io.jcr.state;

import static java.util.stream.Collectors.joining;

import io.jcr.api.ContainerState;
import io.jcr.api.HostException;
import io.jcr.api.PublishedPort;
import io.jcr.api.UsageException;
import io.jcr.linux.FileFailure;
import io.jcr.oci.Bundle;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The records of the containers under a state root. Changes nothing, locks nothing, and needs no
/// privileges for what everyone may read.
///
/// @param root the state root
/// @param facts what is known about the machine
public record ContainerRecords(StateRoot root, HostFacts facts) {
  /// The names of all containers, including those whose processes have ended, in alphabetical
  /// order.
  public List<String> names() {
    return identities().stream().map(Identity::name).sorted().toList();
  }

  /// The identities of all containers, in no particular order.
  List<Identity> identities() {
    return keys(root).stream().map(key -> Identity.read(root.container(key), facts)).toList();
  }

  /// The names of the directories of `root`'s containers, in alphabetical order.
  static List<String> keys(StateRoot root) {
    List<String> keys = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(root.containers(), Files::isDirectory)) {
      found.forEach(directory -> keys.add(String.valueOf(directory.getFileName())));
    } catch (NoSuchFileException e) {
      return List.of(); // no container was ever made here
    } catch (DirectoryIteratorException e) {
      throw unlisted(root, e.getCause());
    } catch (IOException e) {
      throw unlisted(root, e);
    }
    keys.sort(null);
    return keys;
  }

  private static HostException unlisted(StateRoot root, @Nullable IOException e) {
    return new HostException(
        "list the containers in " + root.containers() + ": " + FileFailure.reason(e));
  }

  /// The container that a user means: by its full id or name, or by an unambiguous beginning.
  ///
  /// @throws UsageException when none or several match
  public ContainerRecord require(String text) {
    List<Identity> meant = meant(text);
    if (meant.size() > 1) {
      throw new UsageException(
          "container '"
              + text
              + "' could be any of "
              + meant.stream()
                  .map(one -> one.name().startsWith(text) ? one.name() : one.shortId())
                  .sorted()
                  .collect(joining(", ")));
    }
    return meant.stream()
        .findFirst()
        .flatMap(this::record)
        .orElseThrow(() -> new UsageException("no container '" + text + "': " + known()));
  }

  private List<Identity> meant(String text) {
    if (text.isEmpty()) { // a container without an id has an empty one
      return List.of();
    }
    List<Identity> all = identities();
    List<Identity> exact =
        all.stream().filter(one -> text.equals(one.id()) || text.equals(one.name())).toList();
    if (exact.size() > 1) { // somebody has named one after another's id
      return exact.stream().filter(one -> text.equals(one.id())).toList();
    }
    return exact.size() == 1
        ? exact
        : all.stream()
            .filter(one -> one.name().startsWith(text) || one.id().startsWith(text))
            .toList();
  }

  /// The containers by name, as the end of a sentence about one that does not exist.
  public String known() {
    List<String> all = names();
    return switch (all.size()) {
      case 0 -> "there is none below " + root.containers();
      case 1 -> "there is only " + all.getFirst();
      default -> "there are " + String.join(", ", all);
    };
  }

  /// How often the restart policy of `state`'s container has restarted it.
  public static int restarts(ContainerState state) {
    return Integer.parseInt(state.annotations().getOrDefault(StateFile.RESTARTS, "0"));
  }

  /// What is recorded now of `state`'s container; empty when it has been removed.
  public Optional<ContainerState> again(ContainerState state) {
    return StateFile.read(state.bundle(), facts);
  }

  /// The pid of the supervisor that `state`'s container was last started by.
  public Optional<Long> supervisor(ContainerState state) {
    return Optional.ofNullable(state.annotations().get(StateFile.SUPERVISOR)).map(Long::valueOf);
  }

  /// Whether there is a process `pid`.
  public boolean isAlive(long pid) {
    return facts.read(Path.of("/proc/" + pid + "/stat")).isPresent();
  }

  /// The host's ports that are published to `state`'s container.
  public static List<PublishedPort> ports(ContainerState state) {
    String text = state.annotations().getOrDefault("ports", "");
    return text.isEmpty() ? List.of() : PublishedPort.parseAll(text);
  }

  /// The log of a detached container.
  public Path log(ContainerState state) {
    return state.bundle().resolve(StateRoot.LOG);
  }

  /// The socket of a detached container's supervisor.
  public Path control(ContainerState state) {
    return state.bundle().resolve(StateRoot.CONTROL);
  }

  /// How a container ended last; empty if it never has, or is running.
  ///
  /// @throws HostException if the file is damaged
  public Optional<ExitRecord> exit(ContainerState state) {
    Path file = state.bundle().resolve(StateRoot.EXIT);
    return facts.read(file).map(text -> ExitRecord.parse(file, text));
  }

  /// The same for a running container.
  ///
  /// @throws UsageException when it is not running
  public ContainerState requireRunning(String text) {
    ContainerState state = require(text).state();
    if (state.status() != ContainerState.Status.RUNNING) {
      throw new UsageException(
          "container '"
              + state.id()
              + "' is not running: it is "
              + state.status().name().toLowerCase(Locale.ROOT));
    }
    return state;
  }

  /// The records of all containers.
  public List<ContainerRecord> all() {
    return identities().stream().flatMap(one -> record(one).stream()).toList();
  }

  /// The record of the container with this name or id, or an unambiguous beginning of it.
  ///
  /// @return empty when there is none
  public Optional<ContainerRecord> find(String text) {
    List<Identity> meant = meant(text);
    return meant.size() == 1 ? record(meant.getFirst()) : Optional.empty();
  }

  /// The same, if it is running.
  Optional<ContainerState> running(String text) {
    return find(text)
        .map(ContainerRecord::state)
        .filter(state -> state.status() == ContainerState.Status.RUNNING);
  }

  private Optional<ContainerRecord> record(Identity identity) {
    Path bundle = root.container(identity.key());
    if (!Files.isDirectory(bundle)) {
      return Optional.empty();
    }
    Optional<ContainerState> state =
        StateFile.read(bundle, facts).map(found -> named(found, identity.name()));
    return Optional.of(
        state.isEmpty()
            ? new ContainerRecord(identity, creating(identity.name(), bundle), Optional.empty())
            : new ContainerRecord(identity, state.get(), Bundle.text(bundle, facts)));
  }

  /// The file of a renamed container has the name that it was created with.
  private static ContainerState named(ContainerState state, String name) {
    return new ContainerState(
        name,
        state.status(),
        state.pid(),
        state.startTime(),
        state.bootId(),
        state.bundle(),
        state.annotations());
  }

  /// A container that is being created: its state is written last before its program runs.
  private static ContainerState creating(String id, Path bundle) {
    return new ContainerState(id, ContainerState.Status.CREATING, 0, 0, "", bundle, Map.of());
  }
}
