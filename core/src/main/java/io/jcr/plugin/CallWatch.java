package io.jcr.plugin;

/// Is told when jcr enters the code of a plugin that is not its own, and when it is out of it
/// again: code that ends the JVM or never returns is then known by name. Called by one thread at a
/// time.
public interface CallWatch {
  /// Watches nothing.
  CallWatch NONE =
      new CallWatch() {
        @Override
        public void entered(String call) {}

        @Override
        public void left() {}
      };

  /// From now on this call is under way, also when another one was.
  ///
  /// @param call such as `plugin mine 1.0.0 (/etc/jcr/plugins/mine.jar): Network.prepare`
  void entered(String call);

  /// No call is under way any more.
  void left();
}
