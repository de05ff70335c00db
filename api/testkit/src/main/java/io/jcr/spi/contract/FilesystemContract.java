package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.ContainerSpec;
import io.jcr.api.UsageException;
import io.jcr.api.op.InitOp;
import io.jcr.api.op.OpWriter;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Filesystem;
import io.jcr.spi.Host;
import io.jcr.spi.HostCommand;
import io.jcr.spi.RootFilesystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [Filesystem] must do.
public abstract class FilesystemContract extends PreparationContract<Filesystem> {
  /// For subclasses.
  protected FilesystemContract() {
    super(Filesystem.class, "fs");
  }

  /// Whether the given root file system stays unchanged when the container writes.
  protected boolean leavesTheGivenRootAsItWas() {
    return true;
  }

  /// Whether it leaves the host's root by pivot_root(2). A backend that does not must warn about
  /// that.
  protected boolean entersByPivotRoot() {
    return true;
  }

  @Test
  void theRootIsMountedAtTheContainersOwnPlace() {
    RecordingHost host = host("c1");
    RootFilesystem root = run("c1", host);
    assertEquals(host.paths().rootMount(), root.root());
    assertTrue(
        root.mount().stream().anyMatch(op -> mountsOn(op, root.root())), root.mount().toString());
  }

  @Test
  void everythingIsDoneInTheContainersOwnPlaces() {
    RecordingHost host = host("c1");
    RootFilesystem root = run("c1", host);
    assertAll(
        host.calls().stream()
            .flatMap(call -> made(call).map(path -> Map.entry(path, call)))
            .map(made ->
                () ->
                    assertTrue(
                        isOwn(made.getKey(), host.paths()), () -> made.getValue().toString())));
    assertAll(
        targets(root).stream()
            .map(target -> () -> assertTrue(isOwn(target, host.paths()), "mounts on " + target)));
  }

  /// And programs run, for what jcr cannot do itself.
  @Test
  void onlyDirectoriesAndFilesAreMade() {
    RecordingHost host = host("c1");
    run("c1", host);
    assertEquals(
        List.of(),
        host.calls().stream()
            .filter(call -> made(call).findAny().isEmpty() && !call.method().equals("execute"))
            .toList());
  }

  @Test
  void theGivenRootIsWhereItReadsFrom() {
    RecordingHost host = host("c1");
    RootFilesystem root = run("c1", host);
    String given = spec("c1", goodOptions()).root().path().toString();
    assertTrue(
        root.mount().stream().anyMatch(op -> op.toString().contains(given)) || reads(host, given),
        () -> root.mount() + " shows " + given + ": " + host.calls());
  }

  @Test
  void whatIsWrittenStaysOutOfTheGivenRootUnlessThatIsThePurpose() {
    boolean shared =
        run("c1", host("c1")).mount().stream()
            .anyMatch(op ->
                op instanceof InitOp.BindMount(var r, var source, var t, long attributes, var all)
                    && source.equals(spec("c1", goodOptions()).root().path().toString())
                    && (attributes & 1) == 0);
    assertEquals(
        leavesTheGivenRootAsItWas(),
        !shared,
        "it writes to the given root (leavesTheGivenRootAsItWas)");
  }

  @Test
  void entersByPivotRootAndNothingElse() {
    RootFilesystem root = run("c1", host("c1"));
    if (!entersByPivotRoot()) {
      assertEquals(List.of(new InitOp.Chroot(root.root().toString())), root.enter());
      return;
    }
    assertEquals(
        new InitOp.PivotRoot(root.root().toString()),
        assertInstanceOf(
            InitOp.PivotRoot.class, root.enter().getLast(), "it is weaker (entersByPivotRoot)"));
    assertFalse(
        Stream.concat(root.mount().stream(), root.enter().stream())
            .anyMatch(InitOp.Chroot.class::isInstance),
        "weaker than pivot_root");
  }

  @Test
  void theOperationsAreMounts() {
    RootFilesystem root = run("c1", host("c1"));
    List<InitOp> before =
        Stream.concat(
                root.mount().stream(), root.enter().subList(0, root.enter().size() - 1).stream())
            .toList();
    assertAll(
        before.stream()
            .map(op ->
                () ->
                    assertTrue(
                        op instanceof InitOp.MountOp
                            || op instanceof InitOp.BindMount
                            || op instanceof InitOp.MountSetattr
                            || op instanceof InitOp.Mkdir
                            || op instanceof InitOp.MountPropagation,
                        op + " mounts nothing")));
    assertDoesNotThrow(() -> new OpWriter().ops(before).ops(root.enter()));
  }

  @Test
  void twoContainersShareNoDirectoryThatIsWritten() {
    RecordingHost first = host("c1");
    RecordingHost second = first.another("c2");
    RootFilesystem one = run("c1", first);
    RootFilesystem two = run("c2", second);
    Set<Path> made = made(first);
    made.retainAll(made(second));
    assertEquals(Set.of(), made);
    assertFalse(one.root().startsWith(two.root()) || two.root().startsWith(one.root()));
    if (leavesTheGivenRootAsItWas()) {
      assertAll(
          layers(one)
              .map(layer ->
                  () ->
                      assertTrue(
                          layers(two).noneMatch(layer::equals), layer + " is in both mounts")));
    }
  }

  @Test
  void whatItMountsWithIsMadeBeforeAndNotReadableByAll() {
    RecordingHost host = host("c1");
    RootFilesystem root = run("c1", host);
    Set<Path> made = made(host);
    root.mount().forEach(op -> directoryOf(op).ifPresent(made::add));
    assertAll(
        layers(root)
            .map(layer ->
                () -> assertTrue(made.contains(layer), layer + " was made: " + host.calls())));
    assertAll(
        host.calls("createDirectory").stream()
            .filter(call -> call.argument(0, Path.class).equals(host.paths().data()))
            .map(call ->
                () ->
                    assertEquals(
                        0,
                        call.argument(1, Integer.class) & 0077,
                        "other users cannot reach the container's set-user-ID files: " + call)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/srv/a b", "/srv/a:b", "/srv/a,b", "/srv/a\\b", "/srv/a\nb", "/srv/ä", "/srv/'"})
  void aPathIsTakenAsItIsOrRefusedBeforeAnythingIsChanged(String path) {
    RecordingHost host = host("c1");
    ContainerSpec spec = SampleSpec.withRoot(spec("c1", goodOptions()), Path.of(path));
    try {
      RootFilesystem root = run(spec, host);
      assertTrue(
          root.mount().stream().anyMatch(op -> reads(op, path)) || reads(host, path),
          () -> root.mount() + " shows '" + path + "' and nothing else: " + host.calls());
    } catch (UsageException refusal) {
      assertTrue(refusal.getMessage().contains(path), refusal.getMessage());
      assertEquals(List.of(), host.calls());
    }
  }

  @Override
  protected final RootFilesystem prepare(Filesystem filesystem, ContainerSpec spec, Host host) {
    filesystem.validate(spec);
    return filesystem.prepare(spec, host);
  }

  private RootFilesystem run(ContainerSpec spec, RecordingHost host) {
    return prepare(backend(), spec, host);
  }

  private RootFilesystem run(String id, RecordingHost host) {
    return run(spec(id, goodOptions()), host);
  }

  private static boolean isOwn(Path path, ContainerPaths own) {
    return Stream.of(own.state(), own.data(), own.rootMount()).anyMatch(path::startsWith);
  }

  private static boolean mountsOn(InitOp op, Path root) {
    return targets(new RootFilesystem(root, List.of(op), List.of())).contains(root);
  }

  private static List<Path> targets(RootFilesystem root) {
    return root.mount().stream()
        .flatMap(op ->
            switch (op) {
              case InitOp.MountOp o -> Stream.of(Path.of(o.root() + o.target()));
              case InitOp.BindMount o -> Stream.of(Path.of(o.root() + o.target()));
              default -> Stream.of();
            })
        .toList();
  }

  /// A directory that the container's process makes, such as one on a file system that it has just
  /// mounted.
  private static Optional<Path> directoryOf(InitOp op) {
    return op instanceof InitOp.Mkdir made
        ? Optional.of(Path.of(made.root() + made.path()))
        : Optional.empty();
  }

  private static Set<Path> made(RecordingHost host) {
    return host.calls().stream()
        .flatMap(FilesystemContract::made)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What a change makes, if it makes a directory or file.
  private static Stream<Path> made(RecordingHost.Call call) {
    return switch (call.method()) {
      case "createDirectory", "createFile" -> Stream.of(call.argument(0, Path.class));
      case "createSnapshot" -> Stream.of(call.argument(1, Path.class));
      default -> Stream.of();
    };
  }

  /// Whether a change takes exactly `path` as its source: a snapshot of it, or a program with it as
  /// an argument.
  private static boolean reads(RecordingHost host, String path) {
    return host.calls("createSnapshot").stream()
            .anyMatch(call -> call.argument(0, Path.class).equals(Path.of(path)))
        || host.calls("execute").stream()
            .anyMatch(call -> call.argument(0, HostCommand.class).arguments().contains(path));
  }

  /// The directories that its overlay mounts write to.
  private static Stream<Path> layers(RootFilesystem root) {
    return root.mount().stream()
        .filter(InitOp.MountOp.class::isInstance)
        .flatMap(op -> Stream.of(((InitOp.MountOp) op).data().split(",", -1)))
        .filter(option -> option.startsWith("upperdir=") || option.startsWith("workdir="))
        .map(option -> Path.of(option.substring(option.indexOf('=') + 1)));
  }

  /// Whether the kernel reads exactly `path` as the source of this mount.
  private static boolean reads(InitOp op, String path) {
    return switch (op) {
      case InitOp.BindMount o -> o.source().equals(path);
      case InitOp.MountOp o -> o.source().equals(path) || lower(o.data()).equals(List.of(path));
      default -> false;
    };
  }

  /// The layers in the `lowerdir` option of an overlay, split and unescaped as by the kernel.
  private static List<String> lower(String data) {
    return Stream.of(data.split("(?<!\\\\),", -1))
        .filter(option -> option.startsWith("lowerdir="))
        .flatMap(
            option -> Stream.of(option.substring("lowerdir=".length()).split("(?<!\\\\):", -1)))
        .map(layer -> layer.replaceAll("\\\\(.)", "$1"))
        .toList();
  }
}
