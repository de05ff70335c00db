package io.jcr.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/// Sets logback up in code for a log file: parsing an XML file would cost a run 40 ms. Found by
/// `ServiceLoader` when the first message is to be written. Developers ask for it by
/// `JCR_JAVA_OPTS`:
///
/// - `-Djcr.log.file=FILE`: the file, with what is said from INFO on
/// - `-Djcr.log.level=DEBUG`: the least that is said, there or on standard error
public final class LoggingConfigurator extends ContextAwareBase implements Configurator {
  static final String FILE = "jcr.log.file";
  static final String LEVEL = "jcr.log.level";

  private static final String PF4J = "org.pf4j";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    String file = System.getProperty(FILE);
    if (file == null) { // asked by someone else than DeferredLogging, such as a test
      return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{ISO8601} %-5level %logger{20} %msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(file);
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.convertAnSLF4JLevel(threshold(Logger.ROOT_LOGGER_NAME)));
    root.addAppender(appender);
    context.getLogger(PF4J).setLevel(Level.convertAnSLF4JLevel(threshold(PF4J)));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// The least that is logged. A plugin that cannot be used is reported by jcr, in one sentence; so
  /// pf4j has less to say.
  static org.slf4j.event.Level threshold(String logger) {
    String level = System.getProperty(LEVEL);
    if (level != null) {
      return org.slf4j.event.Level.valueOf(level);
    }
    if (logger.startsWith(PF4J)) {
      return org.slf4j.event.Level.ERROR;
    }
    return System.getProperty(FILE) == null
        ? org.slf4j.event.Level.WARN
        : org.slf4j.event.Level.INFO;
  }
}
