package io.jcr.e2e;

import java.lang.reflect.Method;

/// `io.jcr.cli.Main`, but ending with an exit: when a JVM halts it writes no recording.
final class TracedMain {
  private TracedMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Method run = Class.forName("io.jcr.cli.Main").getDeclaredMethod("run", String[].class);
    run.setAccessible(true);
    System.exit((int) run.invoke(null, (Object) arguments));
  }
}
