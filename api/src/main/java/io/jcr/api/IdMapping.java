package io.jcr.api;

/// A range of user and group ids of a user namespace and what they are on the host, as an entry of
/// `linux.uidMappings` and `linux.gidMappings` in the OCI runtime spec (jcr maps both alike).
///
/// @param containerId the first id inside
/// @param hostId the first id outside
/// @param size how many
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

  /// Whether the namespace has the id `id`.
  public boolean maps(long id) {
    return id >= containerId && id < containerId + size;
  }

  /// A line of `/proc/PID/uid_map`, see user_namespaces(7).
  public String line() {
    return containerId + " " + hostId + " " + size + "\n";
  }
}
