package io.jcr.plugins.demo.scene;

import io.jcr.api.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// All scenes, in the order in which they are played.
public final class Scenes {
  private Scenes() {}

  /// All of them.
  public static List<Scene> all() {
    List<Scene> all = new ArrayList<>();
    for (NamespaceKind kind : NamespaceKind.values()) {
      all.add(new NamespaceScene(kind));
    }
    all.add(new JoinedNamespacesScene());
    all.add(new RootFileSystemScene());
    all.add(new HostNameScene());
    all.add(new ProcessListScene());
    all.add(new ServerScene(true));
    all.add(new ServerScene(false));
    all.add(new LimitScene(Limit.MEMORY));
    all.add(new LimitScene(Limit.CPU));
    all.add(new LimitScene(Limit.PIDS));
    all.add(new TwoContainersScene());
    all.add(new DebianServerScene());
    all.add(new SystemCallsScene());
    return List.copyOf(all);
  }

  /// The scenes with these names, in the usual order; all, if there are no names.
  public static List<Scene> named(List<String> names) {
    List<Scene> all = all();
    Set<String> missing = new LinkedHashSet<>(names);
    all.forEach(scene -> missing.remove(scene.name()));
    if (!missing.isEmpty()) {
      String known = all.stream().map(Scene::name).collect(Collectors.joining(", "));
      throw new UsageException(
          "--scene=" + missing.iterator().next() + ": no such scene: there are " + known);
    }
    return all.stream().filter(scene -> names.isEmpty() || names.contains(scene.name())).toList();
  }
}
