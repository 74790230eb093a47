package dev.resil.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RawTextTest {
  @Property
  void shouldReturnTheSameBytes(@ForAll byte[] bytes) {
    assertThat(RawText.encode(RawText.decode(bytes))).isEqualTo(bytes);
  }

  @Property
  void shouldReadUtf8AsUtf8(@ForAll String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertThat(RawText.decode(utf8)).isEqualTo(new String(utf8, StandardCharsets.UTF_8));
  }

  @Test
  void shouldKeepABrokenSequenceBetweenGoodOnes() {
    byte[] bytes = {'a', (byte) 0xc3, (byte) 0xa9, (byte) 0xff, (byte) 0xc3, 'b'};
    assertThat(RawText.decode(bytes)).isEqualTo("aé\udcff\udcc3b");
  }
}
