package io.jcr.runtime;

import io.jcr.api.ContainerState;
import io.jcr.api.HostException;
import io.jcr.api.PublishedPort;
import io.jcr.api.UsageException;
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

/// What is written down about the containers of a state root. Changes nothing, locks nothing, and
/// needs no privileges for what everyone may read.
///
/// @param root where they are
/// @param facts what is known about the machine
public record ContainerRecords(StateRoot root, HostFacts facts) {
  /// The names of all containers, also of those whose processes are gone, in alphabetical order.
  public List<String> names() {
    return names(root);
  }

  /// The names of the directories of `root`'s containers, in alphabetical order.
  static List<String> names(StateRoot root) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(root.containers(), Files::isDirectory)) {
      found.forEach(directory -> names.add(String.valueOf(directory.getFileName())));
    } catch (NoSuchFileException e) {
      return List.of(); // no container was ever made here
    } catch (IOException | DirectoryIteratorException e) {
      throw new HostException("list the containers in " + root.containers() + ": " + e);
    }
    names.sort(null);
    return names;
  }

  /// The container that a user means: by its whole name, or by the beginning of only one.
  ///
  /// @throws UsageException when there is none, or there are several
  public ContainerRecord require(String text) {
    List<String> all = names();
    List<String> meant =
        all.contains(text)
            ? List.of(text)
            : all.stream().filter(name -> !text.isEmpty() && name.startsWith(text)).toList();
    if (meant.size() > 1) {
      throw new UsageException(
          "container '" + text + "' could be any of " + String.join(", ", meant));
    }
    return meant.stream()
        .findFirst()
        .flatMap(this::find)
        .orElseThrow(() ->
            new UsageException(
                "no container '"
                    + text
                    + "': "
                    + (all.isEmpty()
                        ? "there is none below " + root.containers()
                        : "known are " + String.join(", ", all))));
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

  /// The log of the container `id`, if it was detached.
  public Path log(String id) {
    return root.container(id).resolve(StateRoot.LOG);
  }

  /// The socket of the supervisor of the container `id`, if it is detached.
  public Path control(String id) {
    return root.container(id).resolve(StateRoot.CONTROL);
  }

  /// How the container `id` ended the last time; empty when it never has, or runs.
  public Optional<ExitRecord> exit(String id) {
    return facts.read(root.container(id).resolve(StateRoot.EXIT)).map(ExitRecord::parse);
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

  /// The record of the container `id`.
  ///
  /// @return empty when there is no container of this name
  public Optional<ContainerRecord> find(String id) {
    Path bundle = root.container(id);
    if (!Files.isDirectory(bundle)) {
      return Optional.empty();
    }
    Optional<ContainerState> state = StateFile.read(bundle, facts);
    return Optional.of(
        state.isEmpty()
            ? new ContainerRecord(creating(id, bundle), Optional.empty())
            : new ContainerRecord(state.get(), Bundle.text(bundle, facts)));
  }

  /// Its state is the last that is written before its program runs.
  private static ContainerState creating(String id, Path bundle) {
    return new ContainerState(id, ContainerState.Status.CREATING, 0, 0, "", bundle, Map.of());
  }
}
