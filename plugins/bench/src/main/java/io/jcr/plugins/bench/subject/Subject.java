package io.jcr.plugins.bench.subject;

import java.io.IOException;

/// Something that runs programs and whose cost is measured. Thread-safe.
public interface Subject extends AutoCloseable {
  /// Identifies it in samples and files: letters, digits and `= , . : -`. For an emulated virtual
  /// machine it says so.
  String id();

  /// For humans. For an emulated virtual machine it says so.
  String label();

  /// The resources that were requested for it.
  Resources resources();

  /// The resources that its kernel reports while it runs.
  ///
  /// @throws io.jcr.api.HostException if they cannot be found out
  Resources observed() throws IOException, InterruptedException;

  /// Whether the host can reach a server in it.
  boolean reachable();

  /// Whether several instances may run at once.
  default boolean concurrent() {
    return true;
  }

  /// Whether its programs use the host's own network, so that they are reached at 127.0.0.1.
  default boolean hostNetwork() {
    return false;
  }

  /// Whether it runs on its own processor, emulated or not, and not as a process of the host.
  default boolean virtualMachine() {
    return false;
  }

  /// The path inside for a file of the root file system.
  ///
  /// @param file without a leading slash
  String path(String file);

  /// A writable directory inside, without a trailing slash.
  String dataDirectory();

  /// Runs a command to completion.
  ///
  /// @throws io.jcr.api.HostException if it did not end within the limit
  Outcome run(Job job) throws IOException, InterruptedException;

  /// Starts a command that serves a TCP port, and returns when it does; it then prints a line that
  /// begins with `ready`.
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
