package dev.resil.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "102400, 100 KiB",
    "1048064, 1.0 MiB",
    "2147483648, 2.0 GiB",
    "9223372036854775807, 8.0 EiB"
  })
  void shouldBeShort(long bytes, String shown) {
    assertThat(Sizes.format(bytes)).isEqualTo(shown);
  }
}
