package io.jcr.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A command as its user calls it.
@ExtendWith(SubjectParameter.class)
final class CommandOnThisHost {
  private final Subject subject;

  CommandOnThisHost(Subject subject) {
    this.subject = subject;
  }

  @Test
  void jcrCallsItByItsName() throws Exception {
    assumeFalse(subject.lacks("hasHelp"), "it has no --help");
    JcrRun help = JcrRun.start(subject, subject.callName(), "--help");
    assertEquals(0, help.await(), help::errors);
  }

  @Test
  void wrongArgumentsAreToldByExitStatusTwo() throws Exception {
    JcrRun wrong = JcrRun.start(subject, subject.callName(), "--no-such-option");
    assertEquals(2, wrong.await(), wrong::errors);
  }

  @Test
  void jcrListsIt() throws Exception {
    JcrRun help = JcrRun.start(subject, "--help");
    assertEquals(0, help.await(), help::errors);
    assertTrue(help.output().contains(subject.command().summary()), help.output());
  }
}
