package dev.resil.http.wire;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.resil.http.wire.AnswerCases.AnswerCase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** 100,000 answers with random changes: each is read, or refused; none is an internal error. */
class MutationTest {
  private static final int COUNT = 100_000;

  private static void receive(byte[] answer, String method) {
    try {
      Input in = new Input(new ByteArrayInputStream(answer));
      Head head = HeadReader.read(in);
      Framing framing = Framing.of(head, method);
      Framing.persists(head, framing);
      InputStream body = Body.of(framing, in);
      body.transferTo(java.io.OutputStream.nullOutputStream());
      head.fields().first("Location").ifPresent(MutationTest::resolve);
    } catch (IOException e) {
      // refused
    }
  }

  private static void resolve(String location) {
    try {
      Url.parse("http://host/").resolve(location);
    } catch (IllegalArgumentException e) {
      // no URL
    }
  }

  @Test
  void shouldReadOrRefuse() {
    Random random = new Random(9112);
    List<AnswerCase> small =
        AnswerCases.ALL.stream().filter(one -> one.bytes().length() < 500).toList();
    for (int i = 0; i < COUNT; i++) {
      AnswerCase original = small.get(random.nextInt(small.size()));
      byte[] answer = Mutation.of(original.answer(), random);
      assertThatCode(() -> receive(answer, original.method()))
          .as(() -> Arrays.toString(answer))
          .doesNotThrowAnyException();
    }
  }
}
