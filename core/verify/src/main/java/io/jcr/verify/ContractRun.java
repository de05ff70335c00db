package io.jcr.verify;

import io.jcr.plugin.verify.Check;
import io.jcr.plugin.verify.Check.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs a test class by JUnit; one check a method.
final class ContractRun implements TestExecutionListener {
  private static final LauncherConfig JUPITER_ONLY =
      LauncherConfig.builder()
          .enableTestEngineAutoRegistration(false)
          .enableLauncherDiscoveryListenerAutoRegistration(false)
          .enableLauncherSessionListenerAutoRegistration(false)
          .enablePostDiscoveryFilterAutoRegistration(false)
          .enableTestExecutionListenerAutoRegistration(false)
          .addTestEngines(new JupiterTestEngine())
          .build();

  private final String group;
  private final Map<String, Check> checks = new LinkedHashMap<>();

  private ContractRun(String group) {
    this.group = group;
  }

  /// Runs the tests of `tests` with `subject`.
  static List<Check> of(String group, Class<?> tests, Subject subject) {
    ContractRun run = new ContractRun(group);
    try (LauncherSession session = LauncherFactory.openSession(JUPITER_ONLY)) {
      SubjectParameter.put(session, subject);
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(DiscoverySelectors.selectClass(tests))
              .configurationParameter("junit.jupiter.execution.timeout.default", "120 s")
              .build();
      Launcher launcher = session.getLauncher();
      launcher.execute(LauncherExecutionRequestBuilder.request(request).listeners(run).build());
    }
    return new ArrayList<>(run.checks.values());
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(test, Outcome.SKIPPED, reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String reason = result.getThrowable().map(ContractRun::told).orElse("");
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          add(test, Outcome.OK, "");
        }
      }
      case ABORTED -> add(test, Outcome.SKIPPED, reason);
      case FAILED -> add(test, Outcome.FAILED, reason);
    }
  }

  /// Of a method's invocations the first that failed counts, else the first that was made.
  private void add(TestIdentifier test, Outcome outcome, String reason) {
    Optional<MethodSource> method =
        test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast);
    String name = method.map(m -> sentence(m.getMethodName())).orElse("the checks can be made");
    boolean one =
        method.filter(m -> String.valueOf(m.getMethodParameterTypes()).isEmpty()).isPresent();
    String told =
        one || reason.isEmpty() || !test.isTest() ? reason : test.getDisplayName() + ": " + reason;
    Check check = new Check(group, name, outcome, told);
    checks.merge(
        name,
        check,
        (before, now) -> weight(now.outcome()) > weight(before.outcome()) ? now : before);
  }

  private static int weight(Outcome outcome) {
    return switch (outcome) {
      case SKIPPED -> 0;
      case OK, NOTE -> 1;
      case FAILED -> 2;
    };
  }

  private static String told(Throwable failure) {
    String message = failure.getMessage();
    boolean assertion = failure instanceof AssertionError;
    return assertion || failure instanceof org.opentest4j.IncompleteExecutionException
        ? String.valueOf(message).replaceFirst("^Assumption failed: ", "")
        : failure.getClass().getSimpleName() + ": " + message;
  }

  /// `aDryRunChangesNothing` as `a dry run changes nothing`.
  static String sentence(String method) {
    return method.replaceAll("(?<=.)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
