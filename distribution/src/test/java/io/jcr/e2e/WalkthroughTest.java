package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jcr.e2e.Walkthrough.Step.Command;
import io.jcr.e2e.Walkthrough.Step.NewFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/// The reader of the documentation notices what is not as it is written.
class WalkthroughTest {
  @TempDir Path directory;

  @Test
  void commandsOutputAndFilesAreFound() throws IOException {
    Walkthrough page =
        page(
            """
            Text.
            ```console
            $ echo one
            one
            $ for i in a b
            > do echo $i; done
            ```
            <!-- file: src/x.txt -->
            ```java
            class X {}
            ```
            ```text
            $ not a command
            ```
            """);
    assertEquals(
        List.of(
            new Command(3, "echo one", List.of("one")),
            new Command(5, "for i in a b\ndo echo $i; done", List.of()),
            new NewFile(9, "src/x.txt", List.of("class X {}"))),
        page.steps());
  }

  @Test
  void dotsStandForAnything() {
    assertTrue(Walkthrough.matches(List.of("a…c", "…", "z"), List.of("abc", "1", "2", "z")));
    assertTrue(Walkthrough.matches(List.of("…", "z"), List.of("z  ")));
    assertFalse(Walkthrough.matches(List.of("a…c"), List.of("abd")));
    assertFalse(Walkthrough.matches(List.of("a"), List.of("a", "b")));
    assertFalse(Walkthrough.matches(List.of("a.c"), List.of("abc")));
  }

  @Test
  void aPageIsFollowedInOneShell() throws IOException, InterruptedException {
    follow(
        """
        ```console
        $ mkdir d && cd d && x=7
        ```
        <!-- file: sub/file -->
        ```
        it's $x
        ```
        ```console
        $ cat sub/file; printf no-newline
        it's $x
        no-newline
        $ echo $x; false; echo $?
        7
        1
        ```
        """);
  }

  @Test
  void otherOutputIsNoticed() {
    AssertionFailedError failure =
        assertThrows(
            AssertionFailedError.class, () -> follow("```console\n$ echo one\ntwo\n```\n"));
    assertTrue(failure.getMessage().startsWith("page.md:2: $ echo one"), failure::getMessage);
  }

  @Test
  void aCommandThatFailsIsNoticed() {
    assertThrows(AssertionFailedError.class, () -> follow("```console\n$ false\n```\n"));
  }

  @Test
  void aShellThatEndsTooSoonIsNoticed() {
    assertThrows(AssertionFailedError.class, () -> follow("```console\n$ exit 0\n$ true\n```\n"));
  }

  @Test
  void commandsInAnotherFenceAreRefused() {
    assertThrows(IllegalStateException.class, () -> page("```sh\nrm x\n```\n"));
  }

  private Walkthrough page(String text) throws IOException {
    return Walkthrough.of(Files.writeString(directory.resolve("page.md"), text));
  }

  private void follow(String text) throws IOException, InterruptedException {
    Path work = Files.createTempDirectory(directory, "work");
    new Reader(work, new ReadersMachine(directory, directory, directory), Duration.ofSeconds(30))
        .follow(page(text));
  }
}
