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

/// What is written down about the containers of a state root. Changes nothing, locks nothing, and
/// needs no privileges for what everyone may read.
///
/// @param root where they are
/// @param facts what is known about the machine
public record ContainerRecords(StateRoot root, HostFacts facts) {
  /// The names of all containers, also of those whose processes are gone, in alphabetical order.
  public List<String> names() {
    return identities().stream().map(Identity::name).sorted().toList();
  }

  /// What all containers are called, in no order.
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

  /// The container that a user means: by its whole id or name, or by the beginning of only one.
  ///
  /// @throws UsageException when there is none, or there are several
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
    if (text.isEmpty()) { // as is the id of one that has none yet
      return List.of();
    }
    List<Identity> all = identities();
    List<Identity> exact =
        all.stream().filter(one -> text.equals(one.id()) || text.equals(one.name())).toList();
    if (exact.size() > 1) { // somebody has called one after another's id
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

  /// How often the restart policy of `state`'s container has started it again.
  public static int restarts(ContainerState state) {
    return Integer.parseInt(state.annotations().getOrDefault(StateFile.RESTARTS, "0"));
  }

  /// The ports of the host that lead into `state`'s container.
  public static List<PublishedPort> ports(ContainerState state) {
    String text = state.annotations().getOrDefault("ports", "");
    return text.isEmpty() ? List.of() : PublishedPort.parseAll(text);
  }

  /// The log of a container, if it was detached.
  public Path log(ContainerState state) {
    return state.bundle().resolve(StateRoot.LOG);
  }

  /// The socket of the supervisor of a container, if it is detached.
  public Path control(ContainerState state) {
    return state.bundle().resolve(StateRoot.CONTROL);
  }

  /// How a container ended the last time; empty when it never has, or runs.
  public Optional<ExitRecord> exit(ContainerState state) {
    return facts.read(state.bundle().resolve(StateRoot.EXIT)).map(ExitRecord::parse);
  }

  /// The same, of one that runs.
  ///
  /// @throws UsageException when it does not
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

  /// The record of the container that has this name or id, or the only one of which it is the
  /// beginning.
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

  /// A renamed container's file has the name that it was made with.
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

  /// Its state is the last that is written before its program runs.
  private static ContainerState creating(String id, Path bundle) {
    return new ContainerState(id, ContainerState.Status.CREATING, 0, 0, "", bundle, Map.of());
  }
}
