package io.jcr.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import io.jcr.linux.Libc;
import java.util.function.Supplier;

/// Guice, which puts the selected backends and the pipeline together, and work that is done ahead
/// of it. A third of a run's start depends on no option: the handle to the kernel and most of what
/// Guice does for its first injector. A thread of its own does that while the command line is read
/// and the plugins are opened.
final class Wiring {
  private Wiring() {}

  /// Begins. Nobody waits for the end: who needs a class that is being initialized waits for that.
  static void begin(Supplier<Libc> system) {
    Runnable work =
        () -> {
          system.get().geteuid();
          injector();
        };
    Thread.ofPlatform()
        .daemon()
        .name("ahead")
        .uncaughtExceptionHandler((thread, e) -> {}) // who needs it meets the same, and tells
        .start(work);
  }

  /// Binds what `modules` say.
  static Injector injector(Module... modules) {
    return Guice.createInjector(Stage.DEVELOPMENT, modules);
  }
}
