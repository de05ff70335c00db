package io.jcr.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a stream has brought so far, collected by a thread of its own, and a place up to which a
/// test has read it.
final class Transcript {
  private final String name;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean ended;
  private int read;

  Transcript(String name) {
    this.name = name;
  }

  /// Collects `in` until its end.
  static Transcript of(String name, InputStream in) {
    var transcript = new Transcript(name);
    Thread.ofPlatform().daemon().name(name).start(() -> transcript.collect(in));
    return transcript;
  }

  private void collect(InputStream in) {
    byte[] buffer = new byte[1 << 14];
    try (in) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        append(buffer, n);
      }
    } catch (IOException e) {
      // The process is gone, and with it the pipe.
    } finally {
      end();
    }
  }

  synchronized void append(byte[] buffer, int count) {
    bytes.write(buffer, 0, count);
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /// Waits until `regex` (multi-line mode) is found in what was not read yet, and reads up to its
  /// end.
  synchronized Matcher await(String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.MULTILINE);
    long deadline = System.nanoTime() + Await.LIMIT.toNanos();
    while (true) {
      // ISO 8859-1 gives as many characters as there are bytes, so that `read` counts both.
      Matcher matcher = pattern.matcher(bytes.toString(ISO_8859_1).substring(read));
      if (matcher.find()) {
        read += matcher.end();
        return matcher;
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (ended || left <= 0) {
        return fail(
            name
                + (ended ? " ended" : " was silent")
                + " without «"
                + regex
                + "»; all of it:\n"
                + text());
      }
      await(left);
    }
  }

  /// Waits for the next line that `regex` matches as a whole, and returns it.
  String awaitLine(String regex) {
    return await("^(" + regex + ")\r?\n").group(1);
  }

  /// Waits for the end of the stream.
  synchronized String awaitEnd() {
    long deadline = System.nanoTime() + Await.LIMIT.toNanos();
    while (!ended) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return fail(name + " does not end; so far:\n" + text());
      }
      await(left);
    }
    return text();
  }

  synchronized String text() {
    return bytes.toString(UTF_8);
  }

  List<String> lines() {
    return text().lines().toList();
  }

  @SuppressWarnings("WaitNotInLoop") // the callers do
  private synchronized void await(long milliseconds) {
    try {
      wait(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
