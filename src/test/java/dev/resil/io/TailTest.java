package dev.resil.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TailTest {
  @Test
  void shouldKeepTheLastBytesOfWhateverPieces() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      int limit = 1 + random.nextInt(20);
      Tail tail = new Tail(limit);
      StringBuilder all = new StringBuilder();
      for (int piece = random.nextInt(8); piece > 0; piece--) {
        byte[] bytes = new byte[random.nextInt(45)];
        for (int at = 0; at < bytes.length; at++) {
          bytes[at] = (byte) ('a' + random.nextInt(26));
        }
        int offset = random.nextInt(bytes.length + 1);
        int length = random.nextInt(bytes.length - offset + 1);
        tail.append(bytes, offset, length);
        all.append(new String(bytes, offset, length, StandardCharsets.US_ASCII));
      }
      assertThat(tail.text()).isEqualTo(all.substring(Math.max(0, all.length() - limit)));
    }
  }

  @Test
  void shouldForget() {
    Tail tail = new Tail(3);
    tail.append(new byte[] {'a', 'b', 'c', 'd'}, 0, 4);
    tail.clear();
    assertThat(tail.text()).isEmpty();
    tail.append(new byte[] {'e'}, 0, 1);
    assertThat(tail.text()).isEqualTo("e");
  }

  @ParameterizedTest
  @CsvSource({
    "'aé', 2, é",
    "'éa', 2, a",
    "'€ab', 4, ab",
    "'€ab', 3, ab",
    "'😀', 3, ''",
    "'😀x', 5, 😀x",
    "'é', 2, é"
  })
  void shouldBeginWithAWholeCharacter(String output, int limit, String last) {
    Tail tail = new Tail(limit);
    byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
    tail.append(bytes, 0, bytes.length);
    assertThat(tail.text()).isEqualTo(last);
  }

  @Test
  void shouldBeUtf8OfNoMoreBytesWhateverTheOutput() {
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      Tail tail = new Tail(1 + random.nextInt(16));
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      tail.append(bytes, 0, bytes.length);
      assertThat(tail.text().getBytes(StandardCharsets.UTF_8))
          .as(Arrays.toString(bytes))
          .hasSizeLessThanOrEqualTo(16);
    }
    Tail tail = new Tail(9);
    tail.append(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82}, 0, 5);
    assertThat(tail.text()).isEqualTo("a?b?");
  }
}
