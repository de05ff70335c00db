package io.jcr.plugins.demo.scene;

import io.jcr.plugins.demo.model.Claim;
import io.jcr.plugins.demo.model.Evidence;
import io.jcr.plugins.demo.model.Observation;
import io.jcr.plugins.demo.stage.CannotBeShown;
import io.jcr.plugins.demo.stage.Container;
import io.jcr.plugins.demo.stage.Shell;
import io.jcr.plugins.demo.stage.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A kind of namespace, created with clone and with unshare, and joined with setns.
///
/// @param kind which one
record NamespaceScene(NamespaceKind kind) implements Scene {
  /// Backends that create new namespaces unless told otherwise.
  private static final Set<String> PLAIN = Set.of("clone", "unshare");

  @Override
  public String name() {
    return kind.scene();
  }

  @Override
  public String title() {
    return kind.title();
  }

  @Override
  public String sentence() {
    return kind.sentence();
  }

  @Override
  public List<Claim> claims() {
    return kind.claims();
  }

  @Override
  public Picture picture() {
    return new Picture.Walls(kind.file() + " namespace", "inside", "host");
  }

  @Override
  public Evidence play(Stage stage) throws IOException, InterruptedException, CannotBeShown {
    List<Observation> seen = new ArrayList<>();
    Optional<String> chosen = stage.backends().choice("--ns");
    String ways = chosen.map(value -> value.replaceFirst("[:,].*", "")).orElse("clone");
    // Everything that does not depend on another container starts in parallel.
    Container first =
        chosen.isPresent() && PLAIN.contains(chosen.get())
            ? stage.containerExactly(ways, kind.made(ways))
            : stage.container(ways, kind.made("clone"));
    Optional<Container> unshared =
        chosen.isPresent()
            ? Optional.empty()
            : Optional.of(stage.container("unshare", kind.made("unshare")));
    Container without = stage.containerExactly("without", kind.without());

    if (kind == NamespaceKind.IPC) {
      first.type("touch /dev/mqueue/" + NamespaceKind.QUEUE);
    }
    seen.add(look(stage, ways, first, Map.of("first", first.name())));
    if (unshared.isPresent()) {
      seen.add(look(stage, "unshare", unshared.get(), Map.of()));
      Container joiner = stage.container("setns", kind.joined(first.name()));
      seen.add(look(stage, "setns", joiner, Map.of("joined", seen.getFirst().fact("inside"))));
    }
    seen.add(look(stage, "without", without, Map.of()).as("without", true));
    if (kind == NamespaceKind.IPC) { // in case the namespace is the host's after all
      first.type("rm /dev/mqueue/" + NamespaceKind.QUEUE);
    }
    return new Evidence(seen);
  }

  private Observation look(Stage stage, String way, Container container, Map<String, String> known)
      throws IOException, InterruptedException, CannotBeShown {
    Map<String, String> facts = new HashMap<>(known);
    Shell host = stage.host();
    String link = "/ns/" + kind.file();
    facts.put("inside", container.type("readlink /proc/self" + link).text());
    facts.put("looks inside", container.type(kind.lookInside()).text());
    facts.put("host", host.type("readlink /proc/self" + link).text());
    String pid = stage.pidOf(container, host);
    facts.put("seen from the host", host.type("readlink /proc/" + pid + link).text());
    facts.put("looks on the host", host.type(kind.lookOnHost(pid)).text());
    return new Observation(
        way, false, List.of(container.command()), List.of(container.view(), host.view()), facts);
  }
}
