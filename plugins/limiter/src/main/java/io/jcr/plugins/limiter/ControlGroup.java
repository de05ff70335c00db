package io.jcr.plugins.limiter;

import io.jcr.api.ContainerSpec;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.api.LinuxResources;
import io.jcr.api.UnsupportedException;
import io.jcr.spi.Host;
import io.jcr.spi.HostFacts;
import io.jcr.spi.HostFacts.CgroupHierarchy;
import io.jcr.spi.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A container's directory in one hierarchy, and the controllers that it uses there.
final class ControlGroup {
  private final String subject;
  private final ContainerSpec spec;
  private final Host host;
  private final CgroupHierarchy hierarchy;
  private final List<Controller<?>> controllers;
  private final CgroupOptions options;
  private final Path directory;

  ControlGroup(
      CgroupOptions options,
      ContainerSpec spec,
      Host host,
      CgroupHierarchy hierarchy,
      List<Controller<?>> controllers) {
    this.subject = "limiter " + options.limiter();
    this.spec = spec;
    this.host = host;
    this.hierarchy = hierarchy;
    this.controllers = List.copyOf(controllers);
    this.options = options;
    this.directory = GroupPath.of(hierarchy.mountPoint(), spec, options, host.paths());
  }

  /// The name with which messages begin.
  String subject() {
    return subject;
  }

  CgroupOptions options() {
    return options;
  }

  HostFacts facts() {
    return host.facts();
  }

  int version() {
    return hierarchy.version();
  }

  Path mountPoint() {
    return hierarchy.mountPoint();
  }

  Path directory() {
    return directory;
  }

  List<Controller<?>> controllers() {
    return controllers;
  }

  /// Whether this container has a limit for that controller.
  boolean isLimited(Controller<?> controller) {
    return controller.limitIn(spec.resources()) != null;
  }

  /// Rejects impossible limits, see [Controller#check].
  void check() {
    for (Controller<?> controller : controllers) {
      check(controller);
    }
  }

  private <L> void check(Controller<L> controller) {
    L limit = controller.limitIn(spec.resources());
    if (limit != null) {
      controller.check(limit, this);
    }
  }

  /// Creates the directory and sets the limits in it.
  ///
  /// @throws HostException when the kernel refuses, with the reason if known
  void create() {
    try {
      host.createCgroup(directory);
    } catch (ErrnoException e) {
      throw new HostException(subject, e, Refusal.ofDirectory(e, this));
    }
    if (version() == 2) {
      SubtreeControl.handDown(this);
    }
    for (Controller<?> controller : controllers) {
      set(controller);
    }
  }

  /// Rejects what cannot be changed while the container runs, before anything is changed.
  ///
  /// @param before the resources that its limits were set from
  void checkChange(LinuxResources before) {
    for (Controller<?> controller : controllers) {
      if (changes(controller, before)) {
        check(controller);
        requireGroup(controller);
      }
    }
  }

  /// Sets the limits that differ from `before`.
  ///
  /// @throws HostException when the kernel refuses, with the reason if known
  void change(LinuxResources before) {
    for (Controller<?> controller : controllers) {
      if (changes(controller, before)) {
        if (version() == 2) {
          SubtreeControl.handDown(this);
        }
        set(controller);
      }
    }
  }

  private boolean changes(Controller<?> controller, LinuxResources before) {
    Object now = controller.limitIn(spec.resources());
    return now != null && !now.equals(controller.limitIn(before));
  }

  /// On v1, a container has groups only in the hierarchies that it needed when it started.
  private void requireGroup(Controller<?> controller) {
    if (version() == 1 && facts().read(directory.resolve("tasks")).isEmpty()) {
      throw new UnsupportedException(
          subject,
          "container '"
              + spec.id()
              + "' has no cgroup of the controller "
              + controller.name()
              + ", since it was started without such a limit",
          "stop it, change the limit, and start it again");
    }
  }

  private <L> void set(Controller<L> controller) {
    L limit = controller.limitIn(spec.resources());
    if (limit != null) {
      try {
        controller.set(limit, this);
      } catch (ErrnoException e) {
        throw new HostException(subject, e, Refusal.ofLimit(e, controller));
      }
    }
  }

  List<Limits.Note> notes() {
    List<Limits.Note> notes = new ArrayList<>();
    for (Controller<?> controller : controllers) {
      notes.addAll(notes(controller));
    }
    return notes;
  }

  private <L> List<Limits.Note> notes(Controller<L> controller) {
    L limit = controller.limitIn(spec.resources());
    return limit == null ? List.of() : controller.notes(limit, this);
  }

  /// A note that prints `text` about this container when `key` in `file` is not zero.
  ///
  /// @param peakFile for `%p` in the text, or empty
  Limits.Note note(String file, String key, String peakFile, String text) {
    String peak = peakFile.isEmpty() ? "" : directory.resolve(peakFile).toString();
    return new Limits.Note(
        directory.resolve(file).toString(), key, peak, "jcr: container " + spec.id() + ": " + text);
  }

  /// The disks that hold the container's root file system.
  ///
  /// @throws io.jcr.api.UnsupportedException when its writable layer is not on a disk
  Set<String> rootDevices() {
    return new RootDevices(facts()).of(subject, host.paths().data(), spec.root().path());
  }

  /// Writes one of the container's control files.
  void set(String file, Object value) {
    set(directory, file, value);
  }

  /// Writes a control file of a group above it.
  void set(Path group, String file, Object value) {
    host.setCgroupFile(group.resolve(file), value.toString());
  }

  /// The contents of a control file, without the final newline; empty when it is missing or empty.
  Optional<String> read(Path group, String file) {
    return facts().read(group.resolve(file)).map(String::strip).filter(value -> !value.isEmpty());
  }

  /// The groups between the mount point and the container's, excluding both, from the top.
  List<Path> parents() {
    List<Path> parents = new ArrayList<>();
    for (Path group = above(directory); group != null; group = above(group)) {
      parents.add(group);
    }
    Collections.reverse(parents);
    return parents;
  }

  private @Nullable Path above(Path group) {
    Path parent = group.getParent();
    return mountPoint().equals(parent) ? null : parent;
  }

  /// The contents of `file` in the nearest group above `group` where it is not empty.
  Optional<String> inherited(Path group, String file) {
    for (Path above = above(group); above != null; above = above(above)) {
      Optional<String> value = read(above, file);
      if (value.isPresent()) {
        return value;
      }
    }
    return read(mountPoint(), file);
  }
}
