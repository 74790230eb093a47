package dev.resil.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"payments", "api.example.com", "db_1", "a-b", "0"})
  void shouldKeepASimpleName(String name) {
    assertThat(FileNames.of(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "api:443, api%3a443",
    "API, %41%50%49",
    "../etc/passwd, %2e.%2fetc%2fpasswd",
    ".., %2e.",
    ".lock, %2elock",
    "-rf, %2drf",
    "a b, a%20b",
    "é, %c3%a9",
    "a%3a, a%253a",
    "a~b, a%7eb",
  })
  void shouldEscapePathsAndCollisions(String name, String file) {
    assertThat(FileNames.of(name)).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.json.tmp", ".lock", "A.json", "%4.json", "%zz.json", "%61.json"})
  void shouldNotTakeOtherFilesForRecords(String file) {
    assertThat(FileNames.nameOf(file)).isEmpty();
  }

  @Test
  void shouldShortenALongNameWithoutCollisions() {
    String one = FileNames.of("日".repeat(127) + "a");
    String other = FileNames.of("日".repeat(127) + "b");
    assertThat(one).startsWith("%e6%97%a5").hasSize(165).isNotEqualTo(other);
  }

  @Property(tries = 2000)
  void shouldGiveEveryNameAFileOfItsOwn(@ForAll("names") String one, @ForAll("names") String two) {
    String first = FileNames.of(one).toLowerCase(Locale.ROOT);
    String second = FileNames.of(two).toLowerCase(Locale.ROOT);
    assertThat(first.equals(second)).isEqualTo(one.equals(two));
  }

  @Property(tries = 2000)
  void shouldStayInTheFolderAndWithinTheLimitsOfFileSystems(@ForAll("names") String name) {
    String file = FileNames.of(name);
    assertThat(FileNames.nameOf(file + FileNames.SUFFIX))
        .isEqualTo(file.contains("~") ? Optional.empty() : Optional.of(name));
    assertThat(file).matches("[a-z0-9_%][a-z0-9_.%~-]*");
    assertThat((file + ".json.corrupt-20261123T120000.000Z").getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(255);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.oneOf(
            Arbitraries.strings().withChars("aAbB.%~/-:é3").ofMinLength(1).ofMaxLength(6),
            Arbitraries.strings().ofMinLength(1).ofMaxLength(128))
        .filter(name -> StandardCharsets.UTF_8.newEncoder().canEncode(name));
  }
}
