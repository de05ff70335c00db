package io.jcr.plugins.demo;

/// Cleanup that must happen even when a signal ends the JVM, until this is closed.
///
/// If the JVM is already shutting down, the thread stays here: if it returned, jcr would halt
/// before the hooks are done.
final class AtShutdown implements AutoCloseable {
  private final Thread hook;

  AtShutdown(String name, Runnable task) throws InterruptedException {
    hook = new Thread(task, name);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) { // shutdown in progress
      Thread.currentThread().join();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) { // shutdown in progress
      stay();
    }
  }

  private static void stay() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
