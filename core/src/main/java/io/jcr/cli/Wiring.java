package io.jcr.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.spi.InjectionPoint;
import io.jcr.linux.Libc;
import io.jcr.runtime.Lifecycle;
import java.util.function.Supplier;

/// Guice, which puts the selected backends and the pipeline together, and work that is done ahead
/// of it. A third of a run's start depends on no option: the handle to the kernel, and most of what
/// Guice does for its first injector. Threads of their own do that while the command line is read
/// and the plugins are opened.
final class Wiring {
  private Wiring() {}

  /// Begins. Nobody waits for the end: who needs a class that is being initialized waits for that.
  ///
  /// @param system makes the first system call
  static void begin(Supplier<Libc> system) {
    ahead("kernel", () -> system.get().geteuid());
    ahead(
        "guice",
        () -> {
          injector();
          InjectionPoint.forConstructorOf(Lifecycle.class); // what annotations are to Guice
        });
  }

  private static void ahead(String name, Runnable work) {
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .uncaughtExceptionHandler((thread, e) -> {}) // who needs it meets the same, and tells
        .start(work);
  }

  /// Binds what `modules` say.
  static Injector injector(Module... modules) {
    return Guice.createInjector(Stage.DEVELOPMENT, modules);
  }
}
