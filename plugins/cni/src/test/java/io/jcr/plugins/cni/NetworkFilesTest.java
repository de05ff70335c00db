package io.jcr.plugins.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFilesTest {
  @TempDir Path directory;

  private Path file(String file, String text) throws IOException {
    return Files.writeString(directory.resolve(file), text.replace('\'', '"'));
  }

  @Test
  void aNameThatTwoHaveMeansTheFirst() throws IOException {
    file("20-b.conf", "{'cniVersion':'1.0.0','name':'n','type':'second'}");
    Path first =
        file("10-a.conflist", "{'cniVersion':'1.0.0','name':'n','plugins':[{'type':'first'}]}");
    file("05-other.json", "{'cniVersion':'1.0.0','name':'m','type':'other'}");
    file("00-readme", "no configuration");
    NetworkFiles files = new NetworkFiles(directory);
    assertEquals(first, files.find("n").file());
    assertEquals("first", files.find("n").network().plugins().getFirst().type());
    assertEquals(List.of("m", "n", "n"), files.names());
  }

  @Test
  void whatIsKnownAndWhatIsBrokenIsSaid() throws IOException {
    file("10-a.conf", "{'cniVersion':'1.0.0','name':'a','type':'x'}");
    file("20-b.conf", "{'cniVersion':'0.1.0','name':'b','type':'x'}");
    UsageException refusal =
        assertThrows(UsageException.class, () -> new NetworkFiles(directory).find("b"));
    assertEquals(
        "--net=cni: no network 'b' in "
            + directory
            + ": choose from a; unusable: 20-b.conf: cniVersion 0.1.0 is not supported (jcr"
            + " speaks 0.3.1, 0.4.0, 1.0.0)",
        refusal.getMessage());
  }

  @Test
  void aDirectoryThatIsNotThere() {
    UsageException refusal =
        assertThrows(
            UsageException.class, () -> new NetworkFiles(directory.resolve("no")).find("n"));
    assertEquals(
        "--net=cni: there is no directory "
            + directory.resolve("no")
            + " with networks (conf=DIR names another)",
        refusal.getMessage());
  }

  @Test
  void aFileThatOthersCanWriteIsRefused() throws IOException {
    Path file = file("10-a.conf", "{'cniVersion':'1.0.0','name':'a','type':'x'}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--rw-"));
    UsageException refusal =
        assertThrows(UsageException.class, () -> new NetworkFiles(directory).find("a"));
    assertEquals(
        "--net=cni: "
            + file
            + " can be changed by users other than root (owner "
            + Files.getAttribute(file, "unix:uid")
            + ", mode 646): chown root and chmod go-w it",
        refusal.getMessage());
  }
}
