package dev.resil.files;

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
}
