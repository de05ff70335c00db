package io.jcr.plugins.bench.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcr.api.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The samples of a bench in a file, one per line, written as soon as they are made, so that they
/// survive whatever happens next. A task's samples are followed by a line that marks the task as
/// done, so that `--resume` repeats a task that was interrupted.
public final class SampleLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel file;
  private final List<Sample> samples;
  private final Set<String> done;

  private SampleLog(FileChannel file, List<Sample> samples, Set<String> done) {
    this.file = file;
    this.samples = samples;
    this.done = done;
  }

  /// The line that marks a task as done.
  private record Done(String done) {}

  /// Opens it with its existing samples. An incomplete last line is cut off, and so are the samples
  /// of an unfinished task.
  public static SampleLog open(Path path) throws IOException {
    List<Sample> whole = new ArrayList<>();
    Set<String> done = new HashSet<>();
    long length = Files.exists(path) ? read(path, whole, done) : 0;
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    file.truncate(length);
    file.position(length);
    return new SampleLog(file, whole, done);
  }

  /// The samples of the finished tasks; does not change the file.
  public static List<Sample> samplesIn(Path path) throws IOException {
    List<Sample> whole = new ArrayList<>();
    if (Files.exists(path)) {
      read(path, whole, new HashSet<>());
    }
    return List.copyOf(whole);
  }

  /// Reads the finished tasks.
  ///
  /// @return the number of bytes up to the end of the last finished task
  private static long read(Path path, List<Sample> whole, Set<String> done) throws IOException {
    String text = Files.readString(path);
    List<Sample> pending = new ArrayList<>();
    long length = 0;
    int at = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', at)) {
      String line = text.substring(at, end);
      at = end + 1;
      try {
        if (line.startsWith("{\"done\"")) {
          done.add(JSON.readValue(line, Done.class).done());
          whole.addAll(pending);
          pending.clear();
          length = text.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
        } else {
          pending.add(JSON.readValue(line, Sample.class));
        }
      } catch (JsonProcessingException e) {
        throw new UsageException(path + ": line " + line + " is not a sample of jcr bench");
      }
    }
    return length;
  }

  /// Adds one.
  public synchronized void add(Sample sample) throws IOException {
    samples.add(sample);
    write(JSON.writeValueAsString(sample));
  }

  /// The task's samples are complete.
  public synchronized void finish(String task) throws IOException {
    done.add(task);
    write(JSON.writeValueAsString(new Done(task)));
  }

  private void write(String line) throws IOException {
    file.write(StandardCharsets.UTF_8.encode(line + "\n"));
  }

  /// Whether the task was done, now or before.
  public synchronized boolean isDone(String task) {
    return done.contains(task);
  }

  /// All samples in the order in which they were made.
  public synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
