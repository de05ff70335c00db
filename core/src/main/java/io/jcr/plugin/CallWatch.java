package io.jcr.plugin;

/// Notified when jcr enters the code of a third-party plugin and when it leaves it, so that code
/// which ends the JVM or never returns can be named. Called by one thread at a time.
public interface CallWatch {
  /// Watches nothing.
  CallWatch NONE =
      new CallWatch() {
        @Override
        public void entered(String call) {}

        @Override
        public void left() {}
      };

  /// This call is now in progress, even if another one was.
  ///
  /// @param call such as `plugin mine 1.0.0 (/etc/jcr/plugins/mine.jar): Network.prepare`
  void entered(String call);

  /// No call is in progress.
  void left();
}
