package io.jcr.api;

/// The kinds of namespaces(7), by their OCI names.
public enum NamespaceType {
  MOUNT("mnt", 0x0002_0000L),
  CGROUP("cgroup", 0x0200_0000L),
  UTS("uts", 0x0400_0000L),
  IPC("ipc", 0x0800_0000L),
  USER("user", 0x1000_0000L),
  PID("pid", 0x2000_0000L),
  NETWORK("net", 0x4000_0000L),
  TIME("time", 0x0000_0080L);

  private final String procName;
  private final long cloneFlag;

  NamespaceType(String procName, long cloneFlag) {
    this.procName = procName;
    this.cloneFlag = cloneFlag;
  }

  /// The name of this kind's link in `/proc/PID/ns`.
  public String procName() {
    return procName;
  }

  /// The CLONE_NEW… flag of clone(2), unshare(2) and setns(2).
  public long cloneFlag() {
    return cloneFlag;
  }
}
