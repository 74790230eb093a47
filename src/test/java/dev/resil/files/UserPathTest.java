package dev.resil.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.resil.posix.Posix;
import dev.resil.text.RawText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserPathTest {
  @TempDir private Path folder;

  /** A raw path's name as RawText. */
  private static String raw(int... bytes) {
    byte[] name = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      name[i] = (byte) bytes[i];
    }
    return RawText.decode(name);
  }

  @Test
  void shouldKeepEveryByteButSlashAndNul() throws Exception {
    List<String> names = new ArrayList<>();
    for (int b = 1; b < 256; b++) {
      if (b != '/') {
        names.add(raw('x', b));
      }
    }
    for (String name : names) {
      Path path = new UserPath(folder + "/" + name).path();
      Files.createFile(path);
      assertThat(UserPath.text(path)).isEqualTo(folder + "/" + name);
      int opened = Posix.get().open(folder + "/" + name, false, false);
      assertThat(opened).isNotNegative();
      Posix.get().close(opened);
    }
    try (var found = Files.list(folder)) {
      assertThat(found.map(path -> UserPath.text(path).substring(folder.toString().length() + 1)))
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a/", "//a//b", "/%41", "/a b?#", "/a/../b", "/é", "/\u65e5"})
  void shouldBeThePathOfTheJdkWhereThatKeepsTheName(String name) {
    assertThat(new UserPath(name).path()).isEqualTo(Path.of(name));
  }

  @Test
  void shouldStartInTheCurrentFolder() {
    assertThat(new UserPath("a").path()).isEqualTo(Path.of("a").toAbsolutePath());
    assertThat(new UserPath("\u00e9/b").path()).isEqualTo(Path.of("\u00e9/b").toAbsolutePath());
  }

  @Test
  void shouldRefuseImpossibleNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UserPath(""))
        .withMessage("the name is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UserPath("a\0b"))
        .withMessage("the name contains a NUL character");
  }
}
