package dev.resil.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Groups with a single member, which many systems give each user together with a umask of 002. Such
 * a group's right to write is its member's, as in OpenSSH of Debian. Only the local files are read:
 * a group whose members a directory service knows is not private.
 *
 * @param users the lines of {@code passwd(5)}
 * @param groups the lines of {@code group(5)}
 */
record PrivateGroups(List<String> users, List<String> groups) {
  private static final Path USERS = Path.of("/etc/passwd");
  private static final Path GROUPS = Path.of("/etc/group");

  /** The groups of this system; none if they are unknown. */
  static PrivateGroups ofSystem() {
    try {
      return new PrivateGroups(
          Files.readAllLines(USERS, StandardCharsets.ISO_8859_1),
          Files.readAllLines(GROUPS, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new PrivateGroups(List.of(), List.of());
    }
  }

  /** Whether a user is a group's only member, and the group is the user's own. */
  boolean isOnlyMember(int user, int group) {
    List<String[]> owners =
        users.stream()
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length > 3 && isNumber(fields[3], group))
            .toList();
    if (owners.isEmpty() || !owners.stream().allMatch(fields -> isNumber(fields[2], user))) {
      return false;
    }
    String name = owners.getFirst()[0];
    List<String[]> same =
        groups.stream()
            .map(line -> line.split(":", -1))
            .filter(fields -> fields.length > 3 && isNumber(fields[2], group))
            .toList();
    return !same.isEmpty()
        && same.stream().allMatch(fields -> fields[3].isEmpty() || fields[3].equals(name));
  }

  private static boolean isNumber(String field, int number) {
    return field.equals(Integer.toUnsignedString(number));
  }
}
