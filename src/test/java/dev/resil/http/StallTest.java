package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.http.ConnectionPolicy.Version;
import dev.resil.outcome.Fault;
import dev.resil.outcome.Outcome;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that go silent within a transfer. */
@Timeout(60)
class StallTest {
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final StallPolicy SILENCE = new StallPolicy(OptionalLong.empty(), SHORT);
  private static final StallPolicy RATE = new StallPolicy(OptionalLong.of(1 << 20), SHORT);

  private static Answer answer(RequestSpec spec, Version version, StallPolicy policy) {
    try (Trial trial = Trial.watched(spec, version, policy)) {
      return trial.runWatched();
    }
  }

  private static Answer get(RawServer server, StallPolicy policy) {
    return answer(Trial.spec("GET", server.url(), Optional.empty()), Version.NEGOTIATED, policy);
  }

  private static RawServer silentAfter(String start) {
    return new RawServer(visit -> {
      visit.read();
      visit.write(start);
      visit.linger();
    });
  }

  private static void assertStalled(Answer answer, Fault fault, StallPolicy policy) {
    assertThat(answer.outcome())
        .isInstanceOfSatisfying(
            Outcome.Unanswered.class,
            failure -> {
              assertThat(failure.fault()).isEqualTo(fault);
              assertThat(failure.reason()).startsWith(policy.reason());
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "H",
        "HTTP/1.1 200 OK\r\nX: y",
        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        "HTTP/1.1 302 X\r\nLocation: /\r\nContent-Length: 9\r\n\r\nabc",
      })
  void shouldEndASilentAnswer(String start) {
    try (RawServer server = silentAfter(start)) {
      assertStalled(get(server, SILENCE), Fault.READ, SILENCE);
      assertStalled(get(server, RATE), Fault.READ, RATE);
    }
  }

  /** With limits of the user, as in curl; by default a server may take its time. */
  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 102 Processing\r\n\r\n"})
  void shouldWaitForAnAnswerByDefault(String interim) {
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          visit.write(interim);
          LockSupport.parkNanos(SHORT.multipliedBy(4).toNanos());
          visit.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        })) {
      assertThat(get(server, SILENCE).outcome().name()).isEqualTo("status:200");
      assertStalled(get(server, RATE), Fault.READ, RATE);
    }
  }

  @Test
  void shouldEndAHandshake() {
    try (RawServer server = new RawServer(RawServer.Visit::linger)) {
      RequestSpec spec =
          Trial.spec("POST", server.url().replace("http:", "https:"), Optional.empty());
      Answer answer = answer(spec, Version.NEGOTIATED, SILENCE);
      assertStalled(answer, Fault.CONNECT, SILENCE);
      assertThat(answer.sent()).isFalse();
    }
  }

  private static RequestSpec upload(RawServer server, BodyPolicy accepts, int size) {
    Content content =
        new Content(Optional.empty(), List.of(new Content.Piece.Bytes(new byte[size])));
    return new RequestSpec(
        Address.parse(server.url()),
        "POST",
        false,
        false,
        List.of(),
        Optional.of(content),
        Identity.NONE,
        Optional.empty(),
        accepts,
        "test");
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1", "HTTP_2_PRIOR_KNOWLEDGE"})
  void shouldEndAnUploadThatNobodyReads(Version version) {
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          LockSupport.parkNanos(Duration.ofSeconds(30).toNanos());
        })) {
      RequestSpec spec = upload(server, BodyPolicy.DEFAULT, 1 << 26);
      Answer answer = answer(spec, version, SILENCE);
      assertStalled(answer, Fault.READ, SILENCE);
      assertThat(answer.sent()).isTrue();
      assertThat(answer.transfer().sent()).isLessThan(1 << 26);
    }
  }

  /** A pause of --limit-rate is no silence: 10 pieces a second, with pauses above the limit. */
  @Test
  void shouldSendAndReceiveAtARate() {
    BodyPolicy slow =
        new BodyPolicy(false, OptionalLong.empty(), OptionalLong.of(1000), Optional.empty());
    try (RawServer server =
        new RawServer(visit -> {
          visit.read();
          visit.client().getInputStream().readNBytes(300);
          visit.write("HTTP/1.1 200 OK\r\nContent-Length: 300\r\n\r\n" + "x".repeat(300));
          visit.linger();
        })) {
      long began = System.nanoTime();
      Answer answer = answer(upload(server, slow, 300), Version.HTTP_1_1, SILENCE);
      assertThat(answer.outcome().name()).isEqualTo("status:200");
      assertThat(answer.transfer().sent()).isEqualTo(300);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(Duration.ofMillis(600));
    }
  }

  /** Answers of HTTP/2 after the settings: nothing, a head, and a part of a body. */
  @ParameterizedTest
  @CsvSource({
    "'', READ, false",
    "000001010400000003 88, READ, true",
    "000001010400000003 88 000003000000000003 616263, READ, true",
  })
  void shouldEndASilentStream(String frames, Fault fault, boolean byDefault) {
    byte[] settings = HexFormat.of().parseHex("000000040000000000");
    byte[] ping = HexFormat.of().parseHex("0000080600000000000000000000000000");
    byte[] answer = HexFormat.of().parseHex(frames.replace(" ", ""));
    try (RawServer server =
        new RawServer(visit -> {
          visit.client().getInputStream().readNBytes(24);
          visit.write(settings);
          visit.client().getInputStream().readNBytes(9);
          LockSupport.parkNanos(1_000_000);
          visit.write(answer);
          while (true) {
            visit.write(ping); // which is no part of the transfer
            LockSupport.parkNanos(SHORT.toNanos() / 4);
          }
        })) {
      RequestSpec spec = Trial.spec("GET", server.url(), Optional.empty());
      assertStalled(answer(spec, Version.HTTP_2_PRIOR_KNOWLEDGE, RATE), fault, RATE);
      if (byDefault) {
        assertStalled(answer(spec, Version.HTTP_2_PRIOR_KNOWLEDGE, SILENCE), fault, SILENCE);
      }
    }
  }
}
