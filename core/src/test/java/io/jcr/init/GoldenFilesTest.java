package io.jcr.init;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.api.op.InitOp;
import io.jcr.api.op.OpWriter;
import io.jcr.init.LaunchPlan.Step;
import io.jcr.init.Packet.Reply;
import io.jcr.spi.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// jcr-init's tests write the same files: what Java says is what C hears, and the reverse.
class GoldenFilesTest {
  private static final Path GOLDEN = Path.of("src/test/golden");
  private static final String JOURNAL = "/run/jcr/containers/a/undo";

  @Test
  void everyOperationHasAFile() throws IOException {
    Set<String> names = new TreeSet<>();
    GoldenOps.all().keySet().forEach(name -> names.add("op-" + name + ".hex"));
    Set<String> found = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(GOLDEN, "op-*")) {
      files.forEach(file -> found.add(file.getFileName().toString()));
    }
    assertEquals(names, found);
    assertEquals(
        Arrays.stream(InitOp.class.getPermittedSubclasses())
            .flatMap(group -> Arrays.stream(group.getPermittedSubclasses()))
            .collect(Collectors.toSet()),
        GoldenOps.all().values().stream().map(InitOp::getClass).collect(Collectors.toSet()));
  }

  @Test
  void operationsAreWrittenAsJcrInitReadsThem() {
    Map<String, InitOp> ops = GoldenOps.all();
    ops.keySet().removeAll(GoldenOps.OF_MESSAGES.keySet());
    assertAll(
        ops.entrySet().stream()
            .map(op ->
                () ->
                    assertEquals(
                        hex(golden("op-" + op.getKey())),
                        hex(new OpWriter().op(op.getValue()).toByteArray()),
                        op.getKey())));
  }

  /// The messages themselves are none of this protocol's business.
  @Test
  void rtnetlinkMessagesAreFramedAsJcrInitReadsThem() throws IOException {
    for (Map.Entry<String, InitOp> entry : GoldenOps.OF_MESSAGES.entrySet()) {
      ByteBuffer expected = littleEndian(golden("op-" + entry.getKey()));
      ByteBuffer actual = littleEndian(new OpWriter().op(entry.getValue()).toByteArray());
      assertEquals(expected.getInt(0), actual.getInt(0));
      for (ByteBuffer op : List.of(expected, actual)) {
        int size = op.capacity();
        assertEquals(size - 8, op.getInt(4));
        assertEquals(size - 8 - 4 - 1, op.getInt(8));
        assertEquals(0, op.get(size - 1));
      }
    }
  }

  @Test
  void requestsAreWrittenAsJcrInitReadsThem() throws IOException {
    assertArrayEquals(golden("packet-begin"), Packet.begin(JOURNAL));
    assertArrayEquals(golden("packet-reclaim"), Packet.reclaim(JOURNAL));
    assertArrayEquals(golden("packet-dead"), Packet.dead("/run/jcr/containers"));
    assertArrayEquals(golden("packet-proceed"), Packet.proceed());
    Path directory = Path.of(JOURNAL).getParent();
    assertArrayEquals(
        golden("packet-detach"),
        Packet.detach(
            new Detachment(
                directory.resolve("log"),
                10_000_000,
                3,
                StandardInput.ONCE,
                directory.resolve("control"))));
    assertArrayEquals(
        golden("packet-record"),
        Packet.record(
            new Ending(
                directory.resolve("exit"),
                List.of("/opt/jcr/bin/jcr", "start", "--restarted", "a"))));
    EventFile file = new EventFile(Path.of("/run/jcr/events"), 1 << 20, 3);
    Subject subject = new Subject("12ab", "a", "\"app\":\"web\"");
    assertArrayEquals(
        golden("packet-events"),
        Packet.events(
            new LifeEvents(
                file,
                subject,
                directory.resolve("name"),
                List.of("create", "start"),
                "die",
                "destroy")));
    assertArrayEquals(golden("packet-event"), Packet.event(file, subject, "pause"));
    assertArrayEquals(
        golden("packet-teardown"),
        Packet.teardown(
            new Teardown(
                Path.of("/tmp/trace.json"),
                3,
                5_000_000_000L,
                List.of("{\"ts\":", ",\"dur\":", "}"))));
    assertArrayEquals(
        golden("packet-attach"),
        Packet.attach(
            new Attachment(directory.resolve("control"), DetachKeys.DEFAULT, true, false)));
  }

  @Test
  void theSmallestLaunch() throws IOException {
    LaunchPlan plan =
        new LaunchPlan(
            steps(List.of(new InitOp.Clone(0x2_0000L, ""))),
            steps(List.of(GoldenOps.all().get("execve"))),
            List.of(),
            false,
            false);
    assertEquals(hex(golden("packet-launch-minimal")), hex(Packet.launch(plan)));
  }

  @Test
  void aLaunchWithEverything() throws IOException {
    Map<String, InitOp> ops = GoldenOps.all();
    List<InitOp> enter =
        List.of(
            ops.remove("user-namespace"),
            ops.remove("setns"),
            ops.remove("unshare"),
            ops.remove("clone"));
    List<InitOp> inside = new ArrayList<>(ops.values());
    inside.sort((a, b) -> Integer.compareUnsigned(place(a), place(b)));
    LaunchPlan plan =
        new LaunchPlan(
            steps(enter),
            steps(inside),
            List.of(
                new Limits.Note(
                    "/sys/fs/cgroup/memory/jcr/a/memory.oom_control",
                    "oom_kill",
                    "/sys/fs/cgroup/memory/jcr/a/memory.max_usage_in_bytes",
                    "jcr: killed at %p MiB")),
            true,
            true);
    String expected = hex(golden("packet-launch-all"));
    for (Map.Entry<String, InitOp> op : GoldenOps.OF_MESSAGES.entrySet()) {
      String its = hex(golden("op-" + op.getKey()));
      assertTrue(expected.contains(its));
      expected = expected.replace(its, hex(new OpWriter().op(op.getValue()).toByteArray()));
    }
    assertEquals(expected, hex(Packet.launch(plan)));
  }

  @Test
  void repliesAreReadAsJcrInitWritesThem() throws IOException {
    assertEquals(new Reply.Ok(3), Packet.decode(golden("packet-ok")));
    assertEquals(new Reply.Names(List.of("a", "web")), Packet.decode(golden("packet-names")));
    assertEquals(new Reply.Met(), Packet.decode(golden("packet-met")));
    assertEquals(new Reply.Parked(4711, 123456789012L), Packet.decode(golden("packet-parked")));
    assertEquals(
        new Reply.Trace(List.of(new Reply.Span(1000, 2000), new Reply.Span(2001, 5_000_000_000L))),
        Packet.decode(golden("packet-trace")));
    assertEquals(
        new Reply.Failed(Packet.Phase.INSIDE, 7, 2, Packet.Cause.INTERPRETER, "/lib/ld.so"),
        Packet.decode(golden("packet-failed")));
  }

  /// In the order of the codes, but Init before SetUser and Execve last, so that all of them are
  /// legal.
  private static int place(InitOp op) {
    int code = littleEndian(new OpWriter().op(op).toByteArray()).getInt();
    return switch (op) {
      case InitOp.Init _ -> 2 * 48 - 1;
      case InitOp.Execve _ -> Integer.MAX_VALUE;
      default -> 2 * code;
    };
  }

  private static List<Step> steps(List<InitOp> ops) {
    return ops.stream().map(op -> new Step("jcr", op)).toList();
  }

  private static byte[] golden(String name) throws IOException {
    String text =
        Files.readAllLines(GOLDEN.resolve(name + ".hex")).stream()
            .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
            .collect(Collectors.joining());
    assertTrue(!text.isEmpty(), name + " holds bytes");
    return HexFormat.of().parseHex(text);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
