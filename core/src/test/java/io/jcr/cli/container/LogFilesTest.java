package io.jcr.cli.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir Path directory;

  private LogFiles files = new LogFiles(Path.of("/nowhere"));
  private final List<String> lines = new ArrayList<>();

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void theOldestComesFirst() throws IOException {
    open();
    write("log.2", "a\n");
    write("log.1", "b\n");
    write("log", "c\nd\n");
    assertEquals(List.of("a", "b", "c", "d"), read());
    assertEquals(List.of(), read());
  }

  @Test
  void aLineIsHandedOverWhenItHasEnded() throws IOException {
    open();
    write("log", "a\nb");
    assertEquals(List.of("a"), read());
    write("log", "c\n");
    assertEquals(List.of("bc"), read());
  }

  @Test
  void withoutALogThereIsNothing() throws IOException {
    open();
    assertEquals(List.of(), read());
    write("log", "a\n");
    assertEquals(List.of("a"), read());
  }

  /// What was written just before a rotation, and two rotations between two looks.
  @Test
  void nothingIsLostOrReadTwiceWhenItIsRotated() throws IOException {
    open();
    write("log", "a\n");
    assertEquals(List.of("a"), read());
    write("log", "b\n");
    rotate(3);
    write("log", "c\n");
    rotate(3);
    write("log", "d\n");
    assertEquals(List.of("b", "c", "d"), read());
    assertEquals(List.of(), read());
  }

  /// As with `max-file=1`, where the new file may even get the inode number of the old one.
  @Test
  void theEndOfADeletedFileIsRead() throws IOException {
    open();
    write("log", "a\n");
    assertEquals(List.of("a"), read());
    write("log", "b\n");
    Files.delete(log());
    write("log", "c\n");
    assertEquals(List.of("b", "c"), read());
  }

  @Test
  void anyBytesAreRead() throws IOException {
    open();
    byte[] bytes = {(byte) 0xff, 'x', (byte) 0xc3, (byte) 0xbc, 0, '\n'};
    Files.write(log(), bytes);
    List<String> read = read();
    assertEquals(1, read.size());
    byte[] again = (read.getFirst() + "\n").getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(List.of(boxed(bytes)), List.of(boxed(again)));
  }

  @Test
  void whatIsWrittenLaterIsFollowedThroughARotation() throws Exception {
    open();
    write("log", "a\n");
    assertEquals(List.of("a"), read());
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    AtomicBoolean ended = new AtomicBoolean();
    Thread follower = Thread.ofPlatform().start(() -> files.follow(seen::add, ended::get));
    write("log", "b\n");
    assertEquals("b", seen.poll(30, TimeUnit.SECONDS));
    rotate(2);
    write("log", "c\n");
    assertEquals("c", seen.poll(30, TimeUnit.SECONDS));
    write("log", "d\n");
    assertEquals("d", seen.poll(30, TimeUnit.SECONDS));
    ended.set(true);
    Files.createFile(directory.resolve("exit")); // it looks when something changes
    follower.join(30_000);
    assertTrue(!follower.isAlive() && seen.isEmpty(), seen::toString);
  }

  @Test
  void theEndIsReadOnceMore() throws IOException {
    open();
    write("log", "a\n");
    files.follow(
        lines::add,
        () -> {
          append("b\n");
          return true;
        });
    assertEquals(List.of("a", "b"), lines);
  }

  private static String boxed(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private Path log() {
    return directory.resolve("log");
  }

  private void open() {
    files = new LogFiles(log());
  }

  private List<String> read() {
    List<String> added = new ArrayList<>();
    files.read(added::add);
    return added;
  }

  private void append(String text) {
    try {
      write("log", text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(
        directory.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// As jcr-init does it.
  private void rotate(int maxFile) throws IOException {
    for (int age = maxFile - 1; age > 0; age--) {
      Path from = directory.resolve(age == 1 ? "log" : "log." + (age - 1));
      if (Files.exists(from)) {
        Files.move(
            from,
            directory.resolve("log." + age),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
