package dev.resil.files;

import dev.resil.posix.ExtendedAttributes;
import dev.resil.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a file keeps when its content is replaced: owner, group, mode, access list and labels. */
final class KeptAttributes {
  private static final int PERMISSIONS = 07777;
  private static final String ACCESS_LIST = "system.posix_acl_access";

  /** Statements about the old content, which the kernel removes when a file is written. */
  private static final Set<String> OF_CONTENT =
      Set.of("security.capability", "security.ima", "security.evm");

  private KeptAttributes() {}

  /**
   * Gives a file another's owner and group.
   *
   * @param wanted the attributes {@code uid} and {@code gid} of the other
   * @param found those of the file
   * @return whether this user may do so
   */
  static boolean ofOwner(Map<String, Object> wanted, Map<String, Object> found, Path file) {
    try {
      // only what differs: to change both needs more rights than to change the group
      for (String id : Set.of("uid", "gid")) {
        if (!wanted.get(id).equals(found.get(id))) {
          Files.setAttribute(file, "unix:" + id, wanted.get(id));
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives a new file all that the old one has, as far as this user may. */
  static void copy(Path from, Path to) throws IOException {
    Map<String, Object> wanted = Files.readAttributes(from, "unix:uid,gid,mode");
    ofOwner(wanted, Files.readAttributes(to, "unix:uid,gid"), to);
    copyExtended(UserPath.text(from), UserPath.text(to));
    // last: a change of owner removes set-user-ID, and an access list changes the group's bits
    Files.setAttribute(to, "unix:mode", (Integer) wanted.get("mode") & PERMISSIONS);
  }

  private static void copyExtended(String from, String to) {
    ExtendedAttributes attributes = Posix.get().extendedAttributes();
    Set<String> wanted = new HashSet<>(attributes.names(from));
    wanted.removeAll(OF_CONTENT);
    for (String name : wanted) {
      attributes.value(from, name).ifPresent(value -> attributes.set(to, name, value));
    }
    if (!wanted.contains(ACCESS_LIST) && attributes.names(to).contains(ACCESS_LIST)) {
      attributes.remove(to, ACCESS_LIST); // from its folder's default
    }
  }
}
