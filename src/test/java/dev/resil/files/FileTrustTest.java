package dev.resil.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTrustTest {
  @TempDir private Path temp;
  private Path own;
  private Path shared;
  private Path file;

  @BeforeEach
  void setUp() throws IOException {
    own = folder("own", "rwxr-xr-x");
    shared = folder("shared", "rwxrwxrwx");
    file = own.resolve("file");
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  private Path folder(String name, String permissions) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(name));
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void shouldTrustAFileInAnOwnFolderAndLinksToIt() throws IOException {
    Path link = Files.createSymbolicLink(own.resolve("link"), Path.of("file"));
    Path other = folder("other", "rwxr-xr-x");
    Path far = Files.createSymbolicLink(other.resolve("far"), Path.of("../own/link"));
    Path folder = Files.createSymbolicLink(own.resolve("folder"), Path.of(".."));

    assertThat(FileTrust.reasonToDistrust(file)).isEmpty();
    assertThat(FileTrust.reasonToDistrust(link)).isEmpty();
    assertThat(FileTrust.reasonToDistrust(far)).isEmpty();
    assertThat(FileTrust.reasonToDistrust(folder)).isEmpty();
  }

  @Test
  void shouldNotTrustALinkThatAnotherUserCouldHaveCreated() throws IOException {
    Path link = Files.createSymbolicLink(shared.resolve("link"), file);

    assertThat(FileTrust.reasonToDistrust(link))
        .hasValue("its folder is writable by others (mode 777)");
  }

  @Test
  void shouldNotTrustALinkThroughAnotherUsersFolder() throws IOException {
    Path middle = Files.createSymbolicLink(shared.resolve("middle"), file);
    Path link = Files.createSymbolicLink(own.resolve("link"), middle);

    assertThat(FileTrust.reasonToDistrust(link))
        .hasValue("its folder is writable by others (mode 777)");
  }

  @Test
  void shouldNotTrustALinkTargetThatAnotherUserCouldHaveWritten() throws IOException {
    Path link =
        Files.createSymbolicLink(own.resolve("link"), Files.createFile(shared.resolve("file")));

    assertThat(FileTrust.reasonToDistrust(link))
        .hasValue("its folder is writable by others (mode 777)");
  }
}
