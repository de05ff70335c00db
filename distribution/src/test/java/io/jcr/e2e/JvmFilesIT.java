package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// However Java ends that plans a run, nothing of it stays: neither in /tmp (the socket for jcmd,
/// counters) nor in the caller's directory (reports of a crash, core).
@WithJcr(ownJava = true)
class JvmFilesIT {
  private static final Path LOCK = Path.of("/run/jcr/lock");

  @TempDir Path directory;
  @TempDir Path before;

  @Test
  void javaMakesNoFilesWhileItRuns(Jcr jcr) throws IOException {
    try (Started lock = storeLocked(jcr);
        Started run = start(jcr)) {
      long pid = awaitPlanning(run).pid();
      assertEquals(List.of(), filesOf(pid));
      run.signal(LibC.SIGKILL);
      run.awaitEnd();
      assertEquals(List.of(), filesOf(pid));
      lock.closeInput();
      lock.awaitEnd().exited(0);
    }
  }

  @Test
  void aCrashIsToldOnStandardError(Jcr jcr) throws IOException {
    try (Started lock = storeLocked(jcr);
        Started run = start(jcr)) {
      long pid = awaitPlanning(run).pid();
      LibC.kill(pid, LibC.SIGSEGV);
      Result result = run.awaitEnd();
      assertNotEquals(0, result.status());
      assertTrue(result.errors().contains("# A fatal error has been detected"), result.errors());
      assertEquals(List.of(), filesOf(pid));
      lock.closeInput();
      lock.awaitEnd().exited(0);
    }
  }

  /// While it is, no Java gets to the end of its plans.
  private static Started storeLocked(Jcr jcr) throws IOException {
    Requires.command("flock", "util-linux");
    Files.createDirectories(LOCK.getParent());
    Started lock = jcr.launch(List.of("flock", LOCK.toString(), "sh", "-c", "echo held; cat"));
    lock.awaitLine("held");
    return lock;
  }

  private Started start(Jcr jcr) {
    String script = "cd " + directory + " && exec \"$0\" \"$@\"";
    return jcr.through("sh", "-c", script).start("--net=none", "--", "true");
  }

  /// Java, when it waits for the lock.
  private static Proc awaitPlanning(Started run) {
    return Await.value(
        "Java waits for the lock",
        () -> run.java().filter(java -> java.threads().stream().anyMatch(JvmFilesIT::isInFlock)));
  }

  private static boolean isInFlock(Proc thread) {
    return thread.read("syscall").filter(call -> call.startsWith("73 ")).isPresent();
  }

  private List<String> filesOf(long pid) throws IOException {
    Path counters = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name"));
    try (Stream<Path> tmp = Files.list(Path.of("/tmp"));
        Stream<Path> perf = Files.isDirectory(counters) ? Files.list(counters) : Stream.of();
        Stream<Path> own = Files.list(directory)) {
      Stream<Path> shared =
          Stream.concat(tmp, perf)
              .filter(file -> names(file.getFileName().toString(), pid) && isNew(file));
      return Stream.concat(shared, own).map(Path::toString).toList();
    }
  }

  /// Not left by an earlier process with the same number.
  private boolean isNew(Path file) {
    try {
      FileTime made = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
      return made.compareTo(Files.getLastModifiedTime(before)) >= 0;
    } catch (NoSuchFileException e) {
      return false; // another Java's, which has just ended
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether the number stands in the name by itself.
  private static boolean names(String file, long pid) {
    return file.matches("(.*\\D)?" + pid + "(\\D.*)?");
  }
}
