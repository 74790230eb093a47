package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.http.wire.AnswerCases;
import dev.resil.http.wire.AnswerCases.AnswerCase;
import dev.resil.http.wire.Mutation;
import dev.resil.outcome.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mutated answers over real sockets, through all that reads an answer. */
@Timeout(300)
class MutatedAnswersTest {
  private static final int COUNT = 3000;

  /** Answers with all headers that resil reads. */
  private static final List<String> RICH =
      List.of(
          "HTTP/1.1 302 X|Location: /a?b|Set-Cookie: a=b; Path=/; Max-Age=9|Content-Length: 0||",
          "HTTP/1.1 401 X|WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", "
              + "algorithm=SHA-256|Content-Length: 0||",
          "HTTP/1.1 200 OK|Content-Encoding: gzip, br|Transfer-Encoding: chunked||3|abc|0||",
          "HTTP/1.1 200 OK|Content-Encoding: zstd|Content-Length: 4||(\u00b5/\u00fd",
          "HTTP/1.1 200 OK|Repr-Digest: sha-256=:AAAA:|ETag: \"x\"|Content-Length: 2||ok",
          "HTTP/1.1 206 Part|Content-Range: bytes 0-1/2|Content-Length: 2||ok",
          "HTTP/1.1 429 X|Retry-After: 5|RateLimit-Reset: 7|Content-Length: 2||no");

  private static List<byte[]> originals() {
    List<byte[]> all = new ArrayList<>();
    for (AnswerCase one : AnswerCases.ALL) {
      if (one.bytes().length() < 500) {
        all.add(one.answer());
      }
    }
    for (int i = 0; i < 10; i++) {
      RICH.forEach(
          text -> all.add(text.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
    }
    return all;
  }

  private static RequestSpec spec(String url) {
    return new RequestSpec(
        Address.parse(url),
        "GET",
        false,
        false,
        List.of(),
        Optional.empty(),
        new Identity(
            Optional.empty(),
            Optional.of(new Credentials("user", "password")),
            false,
            true,
            false,
            Optional.empty()),
        Optional.of(new CookieJar()),
        new BodyPolicy(true, OptionalLong.of(1 << 20), OptionalLong.empty(), Optional.empty()),
        "test");
  }

  /** Each connection gets the next answers, one after the other, whatever the client asks. */
  @Test
  void shouldReadOrRefuse() {
    Random random = new Random(9110);
    List<byte[]> originals = originals();
    BlockingQueue<byte[]> next = new LinkedBlockingQueue<>();
    try (RawServer server =
        new RawServer(visit -> {
          while (visit.read()) {
            byte[] answer = next.poll();
            if (answer == null) {
              return;
            }
            visit.write(answer);
            // a client that waits for more of it gets the end
            visit.client().setSoTimeout(5);
          }
        })) {
      for (int i = 0; i < COUNT; i++) {
        next.clear();
        List<byte[]> answers = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
          answers.add(Mutation.of(originals.get(random.nextInt(originals.size())), random));
        }
        next.addAll(answers);
        try (Trial trial = Trial.of(spec(server.url() + "/"))) {
          Answer answer = trial.run();
          String seen = String.join(" | ", answers.stream().map(Arrays::toString).toList());
          assertThat(answer.outcome()).as(seen).isNotInstanceOf(Outcome.ResilFailed.class);
          if (answer.outcome() instanceof Outcome.Unanswered(_, String reason)) {
            assertThat(reason).as(seen).doesNotContain("cannot be handled").isNotBlank();
          }
        }
      }
    }
  }
}
