package io.jcr.verify;

import io.jcr.plugin.verify.Check;
import io.jcr.plugin.verify.VerifyRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The host before code of a plugin runs that is given no host to change: when its classes are made
/// or it describes itself, and during the contract, whose host changes nothing. What has changed
/// afterwards, it did behind jcr's back, where nothing undoes it.
///
/// @param before the host; null for users other than root, who cannot change it
record UntouchedHost(@Nullable SeenHost before) {
  private static final String NAME = "its code changes nothing on the host by itself";

  static UntouchedHost of(VerifyRequest request) {
    try {
      return new UntouchedHost(request.privileged() ? SeenHost.now() : null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Compares the host with what it was.
  void compare(String group, Consumer<Check> told) {
    if (before == null) {
      return;
    }
    try {
      String changes = String.join("; ", before.stayed());
      String advice = " (verify again if another program did that)";
      told.accept(Check.of(group, NAME, changes.isEmpty() ? "" : changes + advice));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
