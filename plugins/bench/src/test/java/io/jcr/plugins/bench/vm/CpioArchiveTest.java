package io.jcr.plugins.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.bench.debian.HostProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpioArchiveTest {
  @Test
  void busyboxUnpacksWhatWasPacked(@TempDir Path directory) throws Exception {
    Path archive = directory.resolve("archive");
    try (CpioArchive cpio = new CpioArchive(archive)) {
      cpio.file("etc/deep/er/file", "text".getBytes(StandardCharsets.UTF_8));
      cpio.file("etc/other", new byte[0]);
      cpio.symbolicLink("bin/sh", "busybox");
      cpio.directory("new");
    }
    List<String> unpack = List.of("busybox", "cpio", "-idmF", archive.toString());
    HostProgram.expect(directory, Duration.ofSeconds(20), unpack);
    assertEquals("text", Files.readString(directory.resolve("etc/deep/er/file")));
    assertTrue(Files.isExecutable(directory.resolve("etc/deep/er/file")));
    assertEquals(0, Files.size(directory.resolve("etc/other")));
    assertTrue(Files.isDirectory(directory.resolve("new")));
    assertEquals(Path.of("busybox"), Files.readSymbolicLink(directory.resolve("bin/sh")));
  }

  @Test
  void everyDirectoryIsThereOnceAndBeforeItsFiles(@TempDir Path directory) throws Exception {
    Path archive = directory.resolve("archive");
    try (CpioArchive cpio = new CpioArchive(archive)) {
      cpio.file("a/b/one", new byte[3]);
      cpio.file("a/b/two", new byte[4]);
      cpio.characterDevice("a/console", 5, 1);
    }
    List<String> list = List.of("busybox", "cpio", "-tvF", archive.toString());
    String text = HostProgram.expect(directory, Duration.ofSeconds(20), list);
    List<String> names =
        text.lines()
            .filter(line -> !line.contains("blocks"))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .toList();
    assertEquals(List.of("a", "a/b", "a/b/one", "a/b/two", "a/console"), names);
    assertTrue(text.contains("crw-------"), text);
  }
}
