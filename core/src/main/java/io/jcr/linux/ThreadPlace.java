package io.jcr.linux;

/// The working directory and umask of a thread; by default, those of the process.
public final class ThreadPlace {
  private static final int CLONE_FS = 0x200;

  private ThreadPlace() {}

  /// Gives the calling thread, and the threads that it starts, their own working directory.
  /// Relative paths that reach the kernel start there; Java's own notion of the working directory
  /// does not change.
  ///
  /// @param directory a descriptor
  public static void enter(int directory) {
    NativeCall.call(Syscall.UNSHARE, "flags 0x200", null, CLONE_FS);
    NativeCall.call(Syscall.FCHDIR, "fd " + directory, null, directory);
  }
}
