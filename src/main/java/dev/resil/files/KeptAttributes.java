package dev.resil.files;

import dev.resil.posix.ExtendedAttributes;
import dev.resil.posix.Posix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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
  private static boolean ofOwner(Map<String, Object> wanted, Map<String, Object> found, Path file) {
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

  /**
   * Gives a new file all that the old one has.
   *
   * @return whether it has all of that; if not, only the old file may take the new content: with
   *     the old mode but without the access list, more users could read it
   */
  static boolean copy(Path from, Path to) throws IOException {
    int mode = (Integer) Files.getAttribute(from, "unix:mode");
    boolean kept = copyAllButMode(from, to);
    // last: a change of owner removes set-user-ID, and an access list changes the group's bits
    if (kept) {
      Files.setAttribute(to, "unix:mode", mode & PERMISSIONS);
    }
    return kept;
  }

  /**
   * Gives a file another's owner, group, access list and labels.
   *
   * @return whether this user, and the file system, may do so
   */
  static boolean copyAllButMode(Path from, Path to) throws IOException {
    Map<String, Object> wanted = Files.readAttributes(from, "unix:uid,gid");
    return ofOwner(wanted, Files.readAttributes(to, "unix:uid,gid"), to)
        && copyExtended(UserPath.text(from), UserPath.text(to));
  }

  private static boolean copyExtended(String from, String to) {
    ExtendedAttributes attributes = Posix.get().extendedAttributes();
    Set<String> wanted = new HashSet<>(attributes.names(from));
    wanted.removeAll(OF_CONTENT);
    boolean kept = wanted.stream().allMatch(name -> copy(attributes, from, to, name));
    if (!wanted.contains(ACCESS_LIST) && attributes.names(to).contains(ACCESS_LIST)) {
      kept &= attributes.remove(to, ACCESS_LIST) == 0; // from its folder's default
    }
    return kept;
  }

  private static boolean copy(ExtendedAttributes attributes, String from, String to, String name) {
    Optional<byte[]> value = attributes.value(from, name);
    return value.isPresent()
        && (attributes.set(to, name, value.get()) == 0
            || attributes
                .value(to, name)
                .filter(its -> Arrays.equals(its, value.get()))
                .isPresent());
  }
}
