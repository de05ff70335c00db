package io.jcr.plugins.bench.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.plugins.bench.debian.HostProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class GuestSettingsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void theShellReadsEveryWordAsItIs(@TempDir Path directory) throws Exception {
    List<String> command = List.of("/bin/echo", "it's", "$HOME `x` \\", "", "two\nlines");
    String text = new GuestSettings(command, "10.89.0.2/24", true, OptionalInt.of(80)).asShell();
    String printed = text.replace("exec chroot /new", "printf '<%s>'");
    Path file = Files.writeString(directory.resolve("settings"), printed);
    String script = ". " + file + "; run; echo $address $data $port";
    assertEquals(
        "</bin/echo><it's><$HOME `x` \\><><two\nlines>10.89.0.2/24 yes 0050\n",
        HostProgram.expect(directory, LIMIT, List.of("sh", "-c", script)));
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertEquals(
        "data=\naddress=''\nport=\nrun() { exec chroot /new 'true'; }\n",
        new GuestSettings(List.of("true"), "", false, OptionalInt.empty()).asShell());
  }

  @Test
  void sizesAndRequestsRefuseWhatMakesNoSense() {
    VmSize size = new VmSize(1, 64L << 20);
    refuses("processors, not 0", () -> new VmSize(0, 64L << 20));
    refuses("not 1048576 bytes", () -> new VmSize(1, 1L << 20));
    refuses("needs a command", () -> VmRequest.of(List.of(), size, LIMIT));
    refuses("time limit", () -> VmRequest.of(List.of("true"), size, Duration.ZERO));
    refuses("16 MiB", () -> new DataDisk(Path.of("/tmp"), 1));
  }

  private static void refuses(String words, Executable attempt) {
    String message = assertThrows(IllegalArgumentException.class, attempt).getMessage();
    assertTrue(String.valueOf(message).contains(words), message);
  }
}
