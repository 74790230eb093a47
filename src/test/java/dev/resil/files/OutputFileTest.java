package dev.resil.files;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.resil.posix.ExtendedAttributes;
import dev.resil.posix.Posix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  private static final String ACCESS_LIST = "system.posix_acl_access";

  @TempDir private Path folder;

  private static OutputFile of(Path file) {
    return OutputFile.of(new UserPath(UserPath.text(file)));
  }

  private static void write(OutputFile file, String text) throws IOException {
    try (Replacement replacement = file.replacement(".tmp")) {
      replacement.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      replacement.keepAttributes();
      replacement.commitDurably();
    }
  }

  private void assertNothingLeft(String... names) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      assertThat(found.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(names);
    }
  }

  @Test
  void shouldKeepModeAndOwnAttributes() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old content");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx--x-w-"));
    ExtendedAttributes attributes = Posix.get().extendedAttributes();
    assumeTrue(attributes.set(file.toString(), "user.origin", new byte[] {1, 2}) == 0, "xattr");
    Object before = Files.getAttribute(file, "unix:ino");
    write(of(file), "new");
    assertThat(file).hasContent("new");
    assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwx--x-w-");
    assertThat(attributes.value(file.toString(), "user.origin")).contains(new byte[] {1, 2});
    assertNothingLeft("f");
  }

  @Test
  void shouldKeepTheOwnerAndGroup() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "root");
    Files.setAttribute(file, "unix:uid", 4711);
    Files.setAttribute(file, "unix:gid", 4712);
    Files.setAttribute(file, "unix:mode", 0104750);
    write(of(file), "new");
    Map<String, Object> now = Files.readAttributes(file, "unix:uid,gid,mode");
    assertThat(now).containsEntry("uid", 4711).containsEntry("gid", 4712);
    assertThat((int) now.get("mode") & 07777).isEqualTo(04750);
  }

  @Test
  void shouldWriteInPlaceWhereAFileCannotBeRenamedOver() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old and longer");
    Object before = Files.getAttribute(file, "unix:ino");
    try (Replacement replacement = Replacement.inPlace(file, folder, ".tmp")) {
      replacement.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'}));
      assertThat(file).hasContent("old and longer");
      replacement.keepAttributes();
      replacement.commit();
    }
    assertThat(file).hasContent("new");
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
    assertNothingLeft("f");
  }

  @Test
  void shouldWriteTheTargetOfALinkEvenIfThereIsNone() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("m"));
    Files.createSymbolicLink(folder.resolve("m"), Path.of("f"));
    write(of(link), "new");
    assertThat(link).isSymbolicLink();
    assertThat(folder.resolve("f")).isRegularFile().hasContent("new");
    assertNothingLeft("l", "m", "f");
  }

  @Test
  void shouldRefuseLinksInACircle() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("l"), Path.of("m"));
    Files.createSymbolicLink(folder.resolve("m"), Path.of("l"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(link))
        .withMessage("too many levels of symbolic links; name another file");
  }

  private static byte[] accessList(int... entries) {
    ByteBuffer list = ByteBuffer.allocate(4 + 8 * (entries.length / 3)).order(LITTLE_ENDIAN);
    list.putInt(2); // version
    for (int i = 0; i < entries.length; i += 3) {
      list.putShort((short) entries[i]).putShort((short) entries[i + 1]).putInt(entries[i + 2]);
    }
    return list.array();
  }

  /** A user may write, the mask lets them read only, and the group itself has no rights. */
  private static final byte[] LIST =
      accessList(1, 6, -1, 2, 6, 4711, 4, 0, -1, 0x10, 4, -1, 0x20, 0, -1);

  private Path fileWithAccessList() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    ExtendedAttributes attributes = Posix.get().extendedAttributes();
    assumeTrue(attributes.set(file.toString(), ACCESS_LIST, LIST) == 0, "access control lists");
    return file;
  }

  @Test
  void shouldKeepTheAccessList() throws IOException {
    Path file = fileWithAccessList();
    byte[] before =
        Posix.get().extendedAttributes().value(file.toString(), ACCESS_LIST).orElseThrow();
    Object inode = Files.getAttribute(file, "unix:ino");
    setDefaultAccessList();
    write(of(file), "new");
    assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(inode);
    assertThat(Posix.get().extendedAttributes().value(file.toString(), ACCESS_LIST))
        .contains(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  private void setDefaultAccessList() {
    assumeTrue(
        Posix.get().extendedAttributes().set(folder.toString(), "system.posix_acl_default", LIST)
            == 0,
        "access control lists");
  }

  /** One that a folder gives its new files would give other users rights. */
  @Test
  void shouldAddNoAccessList() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    setDefaultAccessList();
    write(of(file), "new");
    assertThat(Posix.get().extendedAttributes().names(file.toString())).doesNotContain(ACCESS_LIST);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
  }

  @Test
  void shouldKeepTheSecurityLabel() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    ExtendedAttributes attributes = Posix.get().extendedAttributes();
    byte[] label = "system_u:object_r:etc_t:s0\0".getBytes(StandardCharsets.US_ASCII);
    assumeTrue(attributes.set(file.toString(), "security.selinux", label) == 0, "a label, as root");
    write(of(file), "new");
    assertThat(attributes.value(file.toString(), "security.selinux")).contains(label);
  }

  /** With the old mode but without the access list, the group would have the mask's rights. */
  @Test
  void shouldWriteInPlaceIfAnAttributeCannotBeCopied() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    Path other = Files.writeString(folder.resolve("g"), "");
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));
    ExtendedAttributes attributes = Posix.get().extendedAttributes();
    assumeTrue(attributes.set(file.toString(), "user.large", new byte[] {1}) == 0, "xattr");
    int room = 1;
    while (attributes.set(other.toString(), "user.filler" + room, new byte[60_000]) == 0) {
      assumeTrue(room++ < 1000, "a file system with little room for attributes");
    }
    for (int size = 30_000; size > 0; size /= 2) {
      attributes.set(other.toString(), "user.rest" + size, new byte[size]);
    }
    assertThat(KeptAttributes.copy(file, other)).isFalse();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(other)))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldKeepHardLinks() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old and longer");
    Files.createLink(folder.resolve("g"), file);
    write(of(file), "new");
    assertThat(folder.resolve("g")).hasContent("new");
    assertNothingLeft("f", "g");
  }
}
