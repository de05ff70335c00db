package io.jcr.plugins.bench.subject;

import java.io.IOException;

/// Something that runs programs, and whose cost is measured. Safe for use by several threads.
public interface Subject extends AutoCloseable {
  /// Names it in samples and files: letters, digits and `= , . : -`. That of an emulated virtual
  /// machine says so.
  String id();

  /// For people. That of an emulated virtual machine says so.
  String label();

  /// What it may use, as it was asked for.
  Resources resources();

  /// What it may use, as its kernel says while it runs.
  ///
  /// @throws io.jcr.api.HostException if it cannot be found out
  Resources observed() throws IOException, InterruptedException;

  /// Whether a server in it can be reached from the host.
  boolean reachable();

  /// Whether several instances may run at once.
  default boolean concurrent() {
    return true;
  }

  /// Whether its programs use the host's own network, so that they are reached at 127.0.0.1.
  default boolean hostNetwork() {
    return false;
  }

  /// Whether it runs on a processor of its own, emulated or not, rather than as a process of the
  /// host.
  default boolean virtualMachine() {
    return false;
  }

  /// The path inside of a file of the root file system.
  ///
  /// @param file without a slash at its beginning
  String path(String file);

  /// A directory inside that can be written, without a slash at its end.
  String dataDirectory();

  /// Runs a command to its end.
  ///
  /// @throws io.jcr.api.HostException if it did not end within the limit
  Outcome run(Job job) throws IOException, InterruptedException;

  /// Starts a command that serves at a TCP port, and returns when it does; `ready` is how the line
  /// begins that it prints then.
  ///
  /// @throws io.jcr.api.HostException if it did not within the limit
  Running serve(Job job, int port, String ready) throws IOException, InterruptedException;

  /// Starts an instance that waits, and returns when its program runs.
  ///
  /// @throws io.jcr.api.HostException if it did not within the limit
  Running hold() throws IOException, InterruptedException;

  /// Removes what its instances shared.
  @Override
  void close();
}
