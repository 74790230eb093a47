package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.http.wire.AnswerCases;
import dev.resil.http.wire.AnswerCases.AnswerCase;
import dev.resil.outcome.Outcome;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of an answer that RFC 9112 allows or forbids, over a real connection. */
@Timeout(60)
class AnswersTest {
  static List<AnswerCase> shouldFrameByTheRfc() {
    return AnswerCases.ALL;
  }

  @ParameterizedTest
  @MethodSource
  void shouldFrameByTheRfc(AnswerCase answer) throws Exception {
    try (RawServer server = RawServer.answering(answer.answer(), answer.closes());
        Trial trial = Trial.of(answer.method(), server.url())) {
      Answer got = trial.run();
      if (answer.status() == 0) {
        assertThat(got.outcome())
            .isInstanceOfSatisfying(
                Outcome.Unanswered.class,
                failure -> assertThat(failure.reason()).contains(answer.result()));
      } else {
        assertThat(got.outcome().name()).isEqualTo("status:" + answer.status());
        assertThat(trial.body()).isEqualTo(answer.result());
      }
    }
  }
}
