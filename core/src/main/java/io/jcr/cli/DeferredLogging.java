package io.jcr.cli;

import ch.qos.logback.classic.spi.LogbackServiceProvider;
import io.jcr.cli.session.Sentences;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// What there is to say to the user goes to standard error, a sentence a line. With a log file it
/// goes there, by logback, which is set up ([LoggingConfigurator]) when something is to be written:
/// that takes a cold JVM 75 ms. slf4j finds this class by the system property `slf4j.provider`.
public final class DeferredLogging implements SLF4JServiceProvider {
  private static final ScopedValue<PrintStream> ERR = ScopedValue.newInstance();

  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();
  private @Nullable ILoggerFactory logback;

  /// Runs `work` of a session; what is said meanwhile on this thread goes to `err`.
  public static void to(PrintStream err, Runnable work) {
    ScopedValue.where(ERR, err).run(work);
  }

  @Override
  public void initialize() {}

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name ->
        loggers.computeIfAbsent(name, n -> new Deferred(n, LoggingConfigurator.threshold(n)));
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  private synchronized Logger logback(String name) {
    if (logback == null) {
      LogbackServiceProvider provider = new LogbackServiceProvider();
      provider.initialize();
      logback = provider.getLoggerFactory();
    }
    return logback.getLogger(name);
  }

  /// Knows what is worth saying, and nothing of how.
  private final class Deferred extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    private final int threshold;

    Deferred(String name, Level threshold) {
      this.name = name;
      this.threshold = threshold.toInt();
    }

    @Override
    public boolean isErrorEnabled() {
      return Level.ERROR.toInt() >= threshold;
    }

    @Override
    public boolean isWarnEnabled() {
      return Level.WARN.toInt() >= threshold;
    }

    @Override
    public boolean isInfoEnabled() {
      return Level.INFO.toInt() >= threshold;
    }

    @Override
    public boolean isDebugEnabled() {
      return Level.DEBUG.toInt() >= threshold;
    }

    @Override
    public boolean isTraceEnabled() {
      return Level.TRACE.toInt() >= threshold;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String message,
        Object @Nullable [] arguments,
        @Nullable Throwable failure) {
      if (System.getProperty(LoggingConfigurator.FILE) == null) {
        say(MessageFormatter.basicArrayFormat(message, arguments), failure);
      } else {
        write(level, message, arguments, failure);
      }
    }

    private static void say(String sentence, @Nullable Throwable failure) {
      PrintStream err = ERR.isBound() ? ERR.get() : System.err;
      Sentences.said(sentence);
      err.println("jcr: " + sentence);
      if (failure != null) {
        failure.printStackTrace(err);
      }
    }

    private void write(
        Level level, String message, Object @Nullable [] arguments, @Nullable Throwable failure) {
      var event = logback(name).atLevel(level).setMessage(message);
      if (arguments != null) {
        for (Object argument : arguments) {
          event = event.addArgument(argument);
        }
      }
      (failure == null ? event : event.setCause(failure)).log();
    }
  }
}
