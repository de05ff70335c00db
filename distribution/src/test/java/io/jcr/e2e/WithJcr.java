package io.jcr.e2e;

import static org.junit.jupiter.api.Assertions.fail;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives the test methods of a class a [Jcr], and fails those that leave anything on the host.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithJcr.Extension.class)
@interface WithJcr {
  /// Whether each jcr is to start a Java, even where a resident planner would serve it: for tests
  /// of that Java.
  boolean ownJava() default false;

  /// Before and after each test.
  final class Extension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    /// The kernel removes network namespaces, and what is in them, when it finds the time.
    private static final Duration KERNEL_TIDIES = Await.LIMIT;

    private static final Namespace STORE = Namespace.create(Extension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
      Requires.root();
      context.getStore(STORE).put(Jcr.class, wantsOwnJava(context) ? Jcr.cold() : Jcr.built());
      context.getStore(STORE).put(HostSnapshot.class, HostSnapshot.take());
    }

    @Override
    public void afterEach(ExtensionContext context) {
      HostSnapshot before = context.getStore(STORE).get(HostSnapshot.class, HostSnapshot.class);
      if (before == null) {
        return; // skipped
      }
      Resident.requireShared();
      List<String> running = jcr(context).stopAll();
      List<String> changes = changesThatStay(before);
      if (!changes.isEmpty() || !running.isEmpty()) {
        jcr(context).gc();
        fail(
            "on the host after the test:\n"
                + String.join("\n", changes)
                + (running.isEmpty() ? "" : "\nstill running: " + running));
      }
    }

    /// What differs from `before` even when everyone had time to finish.
    static List<String> changesThatStay(HostSnapshot before) {
      boolean gone =
          Await.within(
                  KERNEL_TIDIES,
                  () ->
                      HostSnapshot.take().changesSince(before).isEmpty()
                          ? Optional.of(true)
                          : Optional.empty())
              .isPresent();
      return gone ? List.of() : HostSnapshot.take().changesSince(before);
    }

    private static boolean wantsOwnJava(ExtensionContext context) {
      return context.getRequiredTestClass().getAnnotation(WithJcr.class).ownJava();
    }

    private static Jcr jcr(ExtensionContext context) {
      return context.getStore(STORE).get(Jcr.class, Jcr.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Jcr.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return jcr(context);
    }
  }
}
