package io.jcr.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartPagesTest {
  @TempDir Path directory;

  /// Whose pages are not those of the file, or can be written, keeps them: they would be lost.
  @Test
  void onlyWhatIsInTheFileIsGivenBack() throws IOException {
    Path smaps =
        Files.writeString(
            directory.resolve("smaps"),
            """
            800001000-800a11000 rw-p 00001000 fe:00 1   /opt/jcr/lib/jcr.aot
            Anonymous:             0 kB
            800a11000-8019ca000 r--p 00a11000 fe:00 1   /opt/jcr/lib/jcr.aot
            Rss:               16100 kB
            Anonymous:             0 kB
            AnonHugePages:         0 kB
            FilePmdMapped:         0 kB
            VmFlags: rd mr mw me
            7f5148000000-7f5148870000 r--p 00000000 00:00 0\s
            Anonymous:             0 kB
            7f517a400000-7f517a6e3000 r--p 00000000 fe:00 2   /opt/jcr/runtime/lib/libjvm.so
            Anonymous:           940 kB
            7f517a6e3000-7f517b76f000 r-xp 002e3000 fe:00 2   /opt/jcr/runtime/lib/libjvm.so
            Anonymous:             0 kB
            7f5180000000-7f5180001000 r--s 00000000 fe:00 3   /opt/jcr/runtime/lib/modules
            Anonymous:             0 kB
            fffff000-ffffffffff r-xp 00000000 00:00 0   [vdso]
            Anonymous:             0 kB
            """);
    List<String> given = new ArrayList<>();

    new StartPages(
            smaps,
            (address, length) ->
                given.add(Long.toHexString(address) + "+" + Long.toHexString(length)))
        .release();

    assertEquals(List.of("800a11000+fb9000", "7f517a6e3000+108c000"), given);
  }

  @Test
  void ourOwnProcessGoesOn() throws IOException {
    StartPages.ofProcess().release();
    assertEquals("ab", String.join("", List.of("a", "b")));
  }
}
