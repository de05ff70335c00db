package io.jcr.api;

import java.util.List;

/// The user that the container's process runs as: `process.user` in the OCI runtime spec. It holds
/// only numbers. jcr looks up names in the container's own `/etc/passwd` and `/etc/group`
/// beforehand.
///
/// @param uid user id inside the container, 0 to 2^32-2
/// @param gid group id inside the container, 0 to 2^32-2
/// @param additionalGids supplementary groups
public record User(long uid, long gid, List<Long> additionalGids) {
  /// The superuser without supplementary groups.
  public static final User ROOT = new User(0, 0, List.of());

  private static final long MAX_ID = 0xffff_fffeL;

  public User {
    requireId(uid);
    requireId(gid);
    additionalGids.forEach(User::requireId);
    additionalGids = List.copyOf(additionalGids);
  }

  private static void requireId(long id) {
    if (id < 0 || id > MAX_ID) {
      throw new IllegalArgumentException("id " + id + " is not between 0 and " + MAX_ID);
    }
  }
}
