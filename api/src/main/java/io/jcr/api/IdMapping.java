package io.jcr.api;

/// A range of user and group ids in a user namespace, mapped to the host's: an entry of
/// `linux.uidMappings` and `linux.gidMappings` in the OCI runtime spec, which jcr keeps identical.
///
/// @param containerId the first id in the namespace
/// @param hostId the first id on the host
/// @param size the number of ids
public record IdMapping(long containerId, long hostId, long size) {
  private static final long IDS = 0xffff_ffffL;

  public IdMapping {
    if (containerId < 0
        || hostId < 0
        || size < 1
        || containerId + size > IDS
        || hostId + size > IDS) {
      throw new IllegalArgumentException(
          "ids " + containerId + " and " + hostId + ", " + size + " each: not below 2^32-1");
    }
  }

  /// Whether the id `id` of the namespace is mapped.
  public boolean maps(long id) {
    return id >= containerId && id < containerId + size;
  }

  /// A line of `/proc/PID/uid_map`, see user_namespaces(7).
  public String line() {
    return containerId + " " + hostId + " " + size + "\n";
  }
}
