package io.jcr.state;

import io.jcr.api.ContainerState;
import io.jcr.api.HostException;
import io.jcr.host.JournalText;
import io.jcr.host.LinuxHost;
import io.jcr.host.OwnedCgroups;
import io.jcr.host.SharedCgroups;
import io.jcr.linux.FileFailure;
import io.jcr.linux.Libc;
import io.jcr.linux.nftables.NfTables;
import io.jcr.spi.ContainerPaths;
import io.jcr.spi.HostFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Mends undo journals that were truncated or overwritten. The entries that are lost are found
/// again by what names its container in the kernel and in jcr's own files: cgroups by their mark,
/// leases by what they lead to, nftables tables by their names, mounts by their place.
///
/// @param root whose containers they are
/// @param facts what is known about the machine
record JournalRepair(StateRoot root, HostFacts facts, Libc libc) {
  /// Mends the journal of one container, if it is damaged. Call it with the store's lock held. Its
  /// supervisor, if it lives, reads the journal at the end only, and finds the mended one: the file
  /// remains the same.
  ///
  /// @return whether it was damaged
  boolean mend(String key) {
    Optional<byte[]> content = content(root.journal(key));
    JournalText text = JournalText.of(content.orElse(new byte[0]));
    if (content.isEmpty() ? !isOrphan(key) : !isDamaged(key, text)) {
      return false;
    }
    Set<String> entries = new LinkedHashSet<>(trees(key));
    entries.addAll(text.entries());
    entries.addAll(found(key));
    write(root.journal(key), JournalText.content(List.copyOf(entries)));
    return true;
  }

  /// Whether the journal that removes a kept container would not.
  boolean isRecordDamaged(String key) {
    JournalText text = JournalText.of(content(root.record(key)).orElse(new byte[0]));
    return text.damaged() || !text.has("tree", root.container(key));
  }

  /// A directory that jcr has made, as its id shows, and that no journal would remove.
  private boolean isOrphan(String key) {
    Path id = root.container(key).resolve(Identity.ID_FILE);
    return !isKept(key) && facts.read(id).filter(Identity::isId).isPresent();
  }

  /// A supervisor writes the entry `kill` before the state is written, and whoever takes a name
  /// writes `tree` first.
  private boolean isDamaged(String key, JournalText text) {
    if (text.damaged()) {
      return true;
    }
    if (!isKept(key) && !isRemoved(root.container(key), text)) {
      return true;
    }
    return state(key)
        .filter(state -> !text.has("kill", state.pid(), state.startTime()))
        .isPresent();
  }

  private static boolean isRemoved(Path directory, JournalText text) {
    return text.has("tree", directory) || text.has("tree-unless", directory);
  }

  private boolean isKept(String key) {
    return Files.exists(root.record(key), LinkOption.NOFOLLOW_LINKS);
  }

  /// Its state, if it has a process, or had one that nothing was undone after.
  private Optional<ContainerState> state(String key) {
    return StateFile.read(root.container(key), facts).filter(state -> state.pid() > 0);
  }

  /// What [ContainerStore] writes first, so that it runs last.
  private List<String> trees(String key) {
    Path record = root.record(key);
    return List.of(
        JournalText.entry("tree-unless", root.container(key), record),
        JournalText.entry("tree-unless", root.data(key), record));
  }

  private List<String> found(String key) {
    Path owner = root.container(key);
    List<String> entries = new ArrayList<>();
    OwnedCgroups cgroups = new OwnedCgroups(libc);
    for (Map.Entry<Path, Path> group : cgroups.all(facts.cgroups()).entrySet()) {
      if (group.getValue().equals(owner)) {
        SharedCgroups.markedAbove(group.getKey())
            .forEach(parent -> entries.add(JournalText.entry("rmdir", parent)));
        entries.add(JournalText.entry("cgroup", group.getKey()));
      }
    }
    for (Path lease : leases(owner)) {
      entries.add(JournalText.entry("lease", lease, owner));
    }
    for (String table : tables(key)) {
      entries.add(JournalText.entry("nft-table", "ip", table));
      entries.add(JournalText.entry("nft-table", "netdev", table));
    }
    entries.addAll(mounts(key));
    state(key)
        .ifPresent(state ->
            entries.add(JournalText.entry("kill", state.pid(), state.startTime(), state.bootId())));
    return entries;
  }

  /// The names of its tables, those of its first network in any case.
  private Set<String> tables(String key) {
    ContainerPaths paths = root.paths(key);
    Set<String> names = new LinkedHashSet<>();
    names.add(LinuxHost.tableOf(paths));
    for (NfTables.Table table : new NfTables(libc).all()) {
      if (LinuxHost.isTableOf(paths, table.name())) {
        names.add(table.name());
      }
    }
    return names;
  }

  private List<Path> leases(Path owner) {
    if (!Files.isDirectory(root.leases())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root.leases())) {
      return files.filter(file -> Leases.holder(file).filter(owner::equals).isPresent()).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new HostException("look for leases in " + root.leases() + ": " + e.getMessage());
    }
  }

  /// Paths are escaped in mountinfo as in a journal.
  private List<String> mounts(String key) {
    String state = JournalText.entry("unmount", root.container(key)) + "/";
    String data = JournalText.entry("unmount", root.data(key)) + "/";
    return facts
        .read(Path.of("/proc/self/mountinfo"))
        .orElse("")
        .lines()
        .map(line -> line.split(" ", 6))
        .filter(fields -> fields.length == 6)
        .map(fields -> "unmount " + fields[4])
        .filter(entry -> entry.startsWith(state) || entry.startsWith(data))
        .toList();
  }

  private static Optional<byte[]> content(Path journal) {
    try {
      return Optional.of(Files.readAllBytes(journal));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new HostException("read " + journal + ": " + FileFailure.reason(e));
    }
  }

  private static void write(Path journal, byte[] content) {
    try (FileChannel file =
        FileChannel.open(journal, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.truncate(content.length);
    } catch (IOException e) {
      throw new HostException("write " + journal + ": " + FileFailure.reason(e));
    }
  }
}
