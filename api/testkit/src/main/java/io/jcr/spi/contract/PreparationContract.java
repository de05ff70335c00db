package io.jcr.spi.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jcr.api.ContainerSpec;
import io.jcr.api.Errno;
import io.jcr.api.ErrnoException;
import io.jcr.api.HostException;
import io.jcr.spi.Backend;
import io.jcr.spi.Host;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What every backend must do when it prepares a container. It works only through [Host], so that
/// `--dry-run` changes nothing and everything can be undone, and one instance can prepare any
/// number of containers.
///
/// @param <B> the SPI
public abstract class PreparationContract<B extends Backend> extends BackendContract<B> {
  private static final int REFUSED = Errno.EROFS;

  /// @param spi the SPI
  /// @param option its option on the command line, such as `net`
  protected PreparationContract(Class<B> spi, String option) {
    super(spi, option);
  }

  /// Uses `backend` as jcr does: validates, then calls the methods of its SPI in order.
  ///
  /// @return everything that they returned, comparable by `equals`
  protected abstract Object prepare(B backend, ContainerSpec spec, Host host);

  /// A new host for the container `id`.
  protected RecordingHost host(String id) {
    return RecordingHost.of(id, facts());
  }

  @Test
  void aDryRunChangesNothing() {
    try (Surroundings surroundings = new Surroundings()) {
      RecordingHost host = RecordingHost.below(surroundings.directory(), "c1", facts());
      surroundings.remember();
      prepare(backend(), spec("c1", goodOptions()), host);
      assertEquals("", surroundings.changes(), "changed without Host");
    }
  }

  @Test
  void theSameContainerIsPreparedTheSameAgain() {
    RecordingHost first = host("c1");
    RecordingHost second = host("c1");
    assertEquals(
        prepare(backend(), spec("c1", goodOptions()), first),
        prepare(backend(), spec("c1", goodOptions()), second));
    assertEquals(first.calls(), second.calls());
  }

  @Test
  void aFailureOfTheHostIsPassedOnAndEndsTheWork() {
    assertAll(
        eachStep(n -> {
          RecordingHost host = host("c1").failingAt(n, REFUSED);
          RuntimeException failure =
              assertThrows(
                  RuntimeException.class,
                  () -> prepare(backend(), spec("c1", goodOptions()), host),
                  () -> host.calls().getLast() + " failed");
          Throwable cause = failure instanceof HostException ? failure.getCause() : failure;
          assertEquals(REFUSED, assertInstanceOf(ErrnoException.class, cause).errno());
          assertEquals(n, host.calls().size(), "nothing is done after the failure");
        }));
  }

  @Test
  void afterAFailureNothingIsLeftAndItCanBeTriedAgain() {
    assertAll(
        eachStep(n -> {
          B backend = backend();
          RecordingHost other = host("c0");
          prepare(backend, spec("c0", requiredOptions()), other);
          var before = other.holds();
          RecordingHost failing = other.another("c1").failingAt(n, REFUSED);
          assertThrows(
              RuntimeException.class, () -> prepare(backend, spec("c1", goodOptions()), failing));
          failing.undo();
          assertEquals(before, other.holds(), "after the undo");
          RecordingHost again = other.another("c1");
          Object tried = prepare(backend, spec("c1", goodOptions()), again);
          again.undo();
          RecordingHost fresh = other.another("c1");
          assertEquals(prepare(backend(), spec("c1", goodOptions()), fresh), tried, "tried again");
        }));
  }

  @Test
  void oneInstancePreparesTwoContainersAtOnce() {
    RecordingHost first = host("c1");
    RecordingHost second = first.another("c2");
    Object one = prepare(backend(), spec("c1", requiredOptions()), first);
    Object two = prepare(backend(), spec("c2", requiredOptions()), second);

    B both = backend();
    RecordingHost third = host("c1");
    RecordingHost fourth = third.another("c2");
    assertEquals(one, prepare(both, spec("c1", requiredOptions()), third));
    assertEquals(
        two, prepare(both, spec("c2", requiredOptions()), fourth), "after another container");
    assertEquals(second.calls(), fourth.calls());
  }

  @Test
  void theEndOfOneContainerTakesNothingFromAnother() {
    RecordingHost first = host("c1");
    RecordingHost second = first.another("c2");
    B backend = backend();
    prepare(backend, spec("c1", requiredOptions()), first);
    prepare(backend, spec("c2", requiredOptions()), second);
    first.undo();
    first.undo();
    var left = second.holds();
    RecordingHost alone = host("c2");
    prepare(backend(), spec("c2", requiredOptions()), alone);
    assertEquals(alone.holds().size(), left.size(), () -> "all of c2's is left: " + left);
  }

  private interface Step {
    void at(int n);
  }

  /// One test for each change that a complete preparation makes.
  private Stream<Executable> eachStep(Step step) {
    RecordingHost complete = host("c1");
    prepare(backend(), spec("c1", goodOptions()), complete);
    return IntStream.rangeClosed(1, complete.calls().size()).mapToObj(n -> () -> step.at(n));
  }
}
