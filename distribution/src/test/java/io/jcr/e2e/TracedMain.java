package io.jcr.e2e;

import java.lang.reflect.Method;
import java.util.List;

/// `io.jcr.cli.Main`, but ending with an exit: when a JVM halts it writes no recording.
final class TracedMain {
  private TracedMain() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Class<?> session = Class.forName("io.jcr.cli.session.Session");
    Object own = session.getMethod("ofProcess", List.class).invoke(null, List.of(arguments));
    Method run = Class.forName("io.jcr.cli.Main").getDeclaredMethod("run", session);
    run.setAccessible(true);
    System.exit((int) run.invoke(null, own));
  }
}
