package io.jcr.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.Ipv4Prefix;
import io.jcr.api.MacAddress;
import io.jcr.linux.FfmLibc;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.Host;
import io.jcr.spi.HostChange;
import io.jcr.spi.HostCommand;
import io.jcr.spi.VethPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;

class JournallingHostTest {
  @TempDir Path directory;
  private final Host real = mock(Host.class);
  private UndoJournal journal;
  private Host host;

  @BeforeEach
  void open() {
    FfmLibc libc = new FfmLibc();
    Path state = Path.of("/run/jcr/containers/web");
    when(real.paths()).thenReturn(new ContainerPaths(state, state, state));
    journal = UndoJournal.create(libc, directory.resolve("undo"));
    Path shared = directory.resolve("shared");
    host = journalling(Undo.of(real, journal, shared, Path.of("/run/jcr/leases"), false, libc));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void aCgroupIsRemovedBeforeTheGroupsAboveItThatItsContainerMade() throws IOException {
    Path group = directory.resolve("ci/jobs/web");
    host.createCgroup(group);
    verify(real).apply(new HostChange.CreateCgroup(group));
    assertEquals(
        List.of(
            "rmdir " + directory.resolve("ci"),
            "rmdir " + directory.resolve("ci/jobs"),
            "cgroup " + group),
        entries());
  }

  @Test
  void aCgroupThatExistsIsNotUndone() throws IOException {
    Path group = Files.createDirectory(directory.resolve("docker"));
    doThrow(new ErrnoException("mkdir", group.toString(), Errno.EEXIST))
        .when(real)
        .apply(new HostChange.CreateCgroup(group));
    assertThrows(ErrnoException.class, () -> host.createCgroup(group));
    assertEquals(List.of(), entries());
  }

  @Test
  void theInverseIsWrittenBeforeTheChange() {
    Journal first = mock(Journal.class);
    Host inOrderHost = journalling(first);
    Path state = directory.resolve("containers/c1");
    when(real.paths()).thenReturn(new ContainerPaths(state, state, state));
    VethPair pair =
        new VethPair("vjcr0", "jcr0", 1500, "eth0", 2, MacAddress.parse("02:42:0a:58:00:07"), 42);
    Path missing = directory.resolve("missing");
    inOrderHost.createDirectory(missing, 0700);
    inOrderHost.createFile(missing, "text", 0600);
    inOrderHost.lease("pool", "key");
    inOrderHost.createVeth(pair);
    inOrderHost.masquerade(Ipv4Prefix.parse("10.88.0.7/32"), "jcr0");

    InOrder order = inOrder(first, real);
    order.verify(first).append("tree", missing);
    order.verify(real).apply(new HostChange.CreateDirectory(missing, 0700));
    order.verify(first).append("unlink", missing);
    order.verify(real).apply(new HostChange.CreateFile(missing, "text", 0600));
    order.verify(first).append("lease", Path.of("/run/jcr/leases/pool/key"), state);
    order.verify(real).apply(new HostChange.Lease("pool", "key"));
    order.verify(first).append("link", "vjcr0");
    order.verify(real).apply(new HostChange.CreateVeth(pair));
    order
        .verify(first)
        .append("nft-table", "ip", LinuxHost.tableOf(new ContainerPaths(state, state, state)));
    order.verify(real).apply(new HostChange.Masquerade(Ipv4Prefix.parse("10.88.0.7/32"), "jcr0"));
  }

  @Test
  void aProgramsUndoIsWrittenBeforeItIsRun() {
    Journal first = mock(Journal.class);
    Host inOrderHost = journalling(first);
    Path netns = directory.resolve("netns");
    Path input = directory.resolve("in put");
    HostCommand add = command("ADD", input);
    HostCommand del = command("DEL", input);
    inOrderHost.createNetworkNamespace(netns);
    inOrderHost.execute(add, del);
    inOrderHost.execute(add);

    InOrder order = inOrder(first, real);
    order.verify(first).append("unlink", netns);
    order.verify(first).append("unmount", netns);
    order.verify(real).apply(new HostChange.CreateNetworkNamespace(netns));
    order
        .verify(first)
        .append("exec", input, "COMMAND=DEL", "X=", Path.of("/bin/plugin"), "-v", "a b");
    order.verify(real).apply(new HostChange.Execute(add, del));
    order.verify(real).apply(new HostChange.Execute(add, null));
    order.verifyNoMoreInteractions();
  }

  private static HostCommand command(String command, Path input) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("COMMAND", command);
    environment.put("X", "");
    return new HostCommand(Path.of("/bin/plugin"), List.of("-v", "a b"), environment, input);
  }

  /// It goes with the directory, after everything that may read it.
  @Test
  void aFileInTheContainersOwnDirectoryNeedsNoUndoOfItsOwn() throws IOException {
    when(real.paths()).thenReturn(new ContainerPaths(directory, directory, directory));
    host.createFile(directory.resolve("hosts"), "x", 0600);
    host.replaceFile(directory.resolve("hosts"), "y", 0600);
    assertEquals(List.of(), entries());
    verify(real).apply(new HostChange.CreateFile(directory.resolve("hosts"), "x", 0600));
    verify(real).apply(new HostChange.ReplaceFile(directory.resolve("hosts"), "y", 0600));
  }

  @Test
  void whatExistsIsNotUndone() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "mine");
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("/nowhere"));
    host.createDirectory(directory, 0755);
    host.createFile(file, "x", 0600);
    host.createFile(link, "x", 0600);
    host.createDirectory(link, 0755);
    assertEquals(List.of(), entries());
    verify(real).apply(new HostChange.CreateDirectory(directory, 0755));
    verify(real).apply(new HostChange.CreateFile(file, "x", 0600));
  }

  @Test
  void aSnapshotIsRemovedAsADirectoryInItsPlaceWouldBe() throws IOException {
    Path data = directory.resolve("data");
    when(real.paths()).thenReturn(new ContainerPaths(directory, data, directory));
    host.createSnapshot(Path.of("/srv/base"), data.resolve("root"));
    assertEquals(List.of("tree " + data.resolve("root")), entries());
    verify(real).apply(new HostChange.CreateSnapshot(Path.of("/srv/base"), data.resolve("root")));
  }

  /// The record of a kept container removes its data.
  @Test
  void theSnapshotOfAKeptContainerStaysWhenItStops() {
    Path data = directory.resolve("data");
    when(real.paths()).thenReturn(new ContainerPaths(directory, data, directory));
    Journal none = mock(Journal.class);
    Host kept = journalling(new Undo(real, none, mock(), mock(), Path.of("/leases"), true));
    kept.createSnapshot(Path.of("/srv/base"), data.resolve("root"));
    verify(none, never()).append(any(), any(Object[].class));
    verify(real).apply(new HostChange.CreateSnapshot(Path.of("/srv/base"), data.resolve("root")));
  }

  @Test
  void aSnapshotIsMadeNowhereElse() {
    Path elsewhere = directory.resolve("elsewhere");
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> host.createSnapshot(Path.of("/srv/base"), elsewhere));
    assertTrue(refusal.getMessage().endsWith("not at " + elsewhere), refusal.getMessage());
    verify(real, never()).apply(any());
  }

  @Test
  void whatNeedsNoUndoingIsPassedOn() throws IOException {
    host.setCgroupFile(Path.of("/c/pids.max"), "5");
    host.ensureBridge("jcr0", Ipv4Prefix.parse("10.88.0.1/16"));
    verify(real).apply(new HostChange.SetCgroupFile(Path.of("/c/pids.max"), "5"));
    verify(real).apply(new HostChange.EnsureBridge("jcr0", Ipv4Prefix.parse("10.88.0.1/16")));
    assertEquals(List.of(), entries());
  }

  @Test
  void aJournalThatCannotBeWrittenPreventsTheChange() {
    Journal full = mock(Journal.class);
    doThrow(new ErrnoException("write", "undo", Errno.ENOSPC))
        .when(full)
        .append(any(), any(Object[].class));
    Host unsafe = journalling(full);
    Path missing = directory.resolve("missing");
    assertThrows(ErrnoException.class, () -> unsafe.createDirectory(missing, 0700));
    assertThrows(ErrnoException.class, () -> unsafe.createCgroup(missing));
    verify(real, never()).apply(any());
  }

  private Host journalling(Journal other) {
    CgroupMaker groups = new SharedCgroups(new FfmLibc(), directory.resolve("shared"));
    return journalling(new Undo(real, other, mock(), groups, Path.of("/run/jcr/leases"), false));
  }

  private Host journalling(Undo undo) {
    return new JournallingHost(real, undo, id -> Optional.empty(), pool -> Set.of());
  }

  private List<String> entries() throws IOException {
    return Files.readAllLines(directory.resolve("undo"));
  }
}
