package io.jcr.plugins.demo;

/// What a signal must not leave undone, until it is closed.
///
/// When the JVM is being ended already, the thread stays here: would it return, jcr would halt
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
