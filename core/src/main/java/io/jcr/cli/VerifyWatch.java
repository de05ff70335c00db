package io.jcr.cli;

import io.jcr.linux.Libc;
import io.jcr.plugin.CallWatch;
import java.util.function.Consumer;

/// Watches the plugin that is verified. When it ends the JVM by `System.exit`, or does not return
/// from a call, there is still a report; when it halts the JVM, at least the supervisor says so.
final class VerifyWatch implements CallWatch, AutoCloseable {
  private final CallWatch watch;
  private final Consumer<String> giveUp;
  private final Thread atExit;
  private volatile String call = "the plugin";

  /// @param options say how long a call may take
  /// @param giveUp is told why the verification cannot go on, and ends the JVM
  VerifyWatch(PluginOptions options, Libc libc, Consumer<String> giveUp) {
    this.giveUp = giveUp;
    this.watch = options.watch(libc, giveUp);
    this.atExit = Thread.ofPlatform().unstarted(this::exiting);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  private void exiting() {
    watch.left(); // what the supervisor would say is in the report
    giveUp.accept(call + " has ended Java: a plugin must not do that");
  }

  @Override
  public void entered(String entered) {
    call = entered;
    watch.entered(entered);
  }

  @Override
  public void left() {
    watch.left();
  }

  /// It is over.
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
