package dev.resil.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStatusTest {
  @TempDir private Path folder;

  private static FileStatus of(Path file) throws IOException {
    return FileStatus.of(file, file.toString()).orElseThrow();
  }

  @Test
  void shouldSayWhatTheJdkSays() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "content");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    for (Path path : List.of(file, link, folder, Path.of("/dev/null"), Path.of("/"))) {
      Map<String, Object> jdk =
          Files.readAttributes(path, "unix:mode,uid,gid,size", LinkOption.NOFOLLOW_LINKS);
      FileStatus status = of(path);
      assertThat(List.of(status.mode(), status.owner(), status.group(), status.size()))
          .as(path.toString())
          .isEqualTo(List.of(jdk.get("mode"), jdk.get("uid"), jdk.get("gid"), jdk.get("size")));
    }
  }

  @Test
  void shouldTellFilesApart() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path other = Files.createFile(folder.resolve("other"));
    Path same = Files.createLink(folder.resolve("same"), file);
    assertThat(of(file).key()).isEqualTo(of(same).key()).isNotEqualTo(of(other).key());
    FileStatus before = of(file);
    assertThat(of(file)).isEqualTo(before);
    Files.setAttribute(file, "unix:mode", 0400);
    assertThat(of(file).born()).isEqualTo(before.born());
    assertThat(of(file)).isNotEqualTo(before);
  }

  @Test
  void shouldFindNothingWhereNothingIs() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(FileStatus.of(folder.resolve("none"), folder + "/none")).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> FileStatus.of(file.resolve("below"), file + "/below"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Not a directory");
  }

  /** As on a kernel without statx(2). */
  @Test
  void shouldAskTheJdkOtherwise() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "content");
    FileStatus jdk = FileStatus.ofJdk(file).orElseThrow();
    FileStatus status = of(file);
    assertThat(List.of(jdk.mode(), jdk.owner(), jdk.group(), jdk.size()))
        .isEqualTo(List.of(status.mode(), status.owner(), status.group(), status.size()));
    assertThat(FileStatus.ofJdk(folder.resolve("none"))).isEmpty();
    assertThat(FileStatus.ofJdk(file)).contains(jdk);
  }
}
