package io.jcr.verify;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.launcher.LauncherSession;

/// Hands the [Subject] of a launcher session to the constructors of its test classes.
final class SubjectParameter implements ParameterResolver {
  private static final String NAME = "io.jcr.verify";

  static void put(LauncherSession session, Subject subject) {
    session
        .getStore()
        .put(
            org.junit.platform.engine.support.store.Namespace.create(NAME), Subject.class, subject);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Subject.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Subject subject =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(NAME))
            .get(Subject.class, Subject.class);
    if (subject == null) {
      throw new IllegalStateException("there is no subject");
    }
    return subject;
  }
}
