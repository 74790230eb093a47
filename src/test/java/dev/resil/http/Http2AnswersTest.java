package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.outcome.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers in HTTP/2 that RFC 9113 allows or forbids, frame by frame. */
@Timeout(60)
class Http2AnswersTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int GO_AWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /** The first one of OkHttp. */
  private static final int STREAM = 3;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void frame(ByteArrayOutputStream out, int type, int flags, int id, byte[] load) {
    out.writeBytes(new byte[] {0, (byte) (load.length >> 8), (byte) load.length});
    out.writeBytes(new byte[] {(byte) type, (byte) flags, 0, 0, 0, (byte) id});
    out.writeBytes(load);
  }

  /** Fields without compression (RFC 7541, 6.2.2); a vertical bar separates them. */
  private static byte[] fields(String text) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String field : text.split("\\|", -1)) {
      int equals = field.indexOf('=');
      block.write(0);
      for (String part : new String[] {field.substring(0, equals), field.substring(equals + 1)}) {
        byte[] raw = bytes(part.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0"));
        block.write(raw.length);
        block.writeBytes(raw);
      }
    }
    return block.toByteArray();
  }

  /** {@code H:} a head, {@code D:} data, {@code R:} a reset, {@code G:} a farewell. */
  private static byte[] frames(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    frame(out, SETTINGS, 0, 0, new byte[0]);
    for (String word : text.split(" ", -1)) {
      boolean last = word.endsWith("!");
      String rest = word.substring(2, word.length() - (last ? 1 : 0));
      int end = last ? END_STREAM : 0;
      switch (word.charAt(0)) {
        case 'H' -> frame(out, HEADERS, END_HEADERS | end, STREAM, fields(rest));
        case 'D' -> frame(out, DATA, end, STREAM, bytes(rest));
        case 'R' -> frame(out, RESET, 0, STREAM, new byte[] {0, 0, 0, Byte.parseByte(rest)});
        default ->
            frame(out, GO_AWAY, 0, 0, new byte[] {0, 0, 0, Byte.parseByte(rest), 0, 0, 0, 0});
      }
    }
    return out.toByteArray();
  }

  private static void awaitRequest(RawServer.Visit visit) throws IOException {
    visit.read();
    DataInputStream in = new DataInputStream(visit.client().getInputStream());
    in.readNBytes(6); // the rest of the preface
    int type;
    do {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      type = in.readUnsignedByte();
      in.readNBytes(5 + length);
    } while (type != HEADERS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "H::status=200|content-length=2 D:ok! -> ok",
        "H::status=100 H::status=103|link=x H::status=200 D:o D:k! -> ok",
        "H::status=200 D:ok H:x=y! -> ok",
        "G:3 H::status=200 D:ok! -> ok",
        // what has no content
        "H::status=204 D:no! -> ''",
        "H::status=205 D:no! -> ''",
        "H::status=304|content-length=9! -> ''",
        // lengths
        "H::status=200|content-length=5 D:ok! -> the response was cut off after 2 of 5 bytes",
        "H::status=200|content-length=1 D:ok! -> the server sent more than its Content-Length of 1",
        "H::status=200|content-length=x D:ok! -> the server sent an invalid Content-Length: x",
        "H::status=200|content-length=2|content-length=3 D:ok! -> the server sent an invalid"
            + " Content-Length: 2, 3",
        // malformed heads
        "H:a=b! -> the server sent an invalid status",
        "H::status=20! -> the server sent an invalid status",
        "H::status=1000! -> the server sent an invalid status",
        "H::status=200|:status=201! -> the server sent an invalid status",
        "H::status=200|x=a\\r\\nb:c D:ok! -> a line break",
        "H::status=200|x=a\\nb D:ok! -> a line break",
        "H::status=200|x=a\\0b D:ok! -> a line break",
        "H::status=200|x\\n=a D:ok! -> a line break",
        "H::status=200|=a D:ok! -> a header without a name",
        // bytes that are not UTF-8
        "H::status=302|location=/\u00e9! -> the redirect has an empty Location",
        "H::status=200|set-cookie=a=\u00e9|x=\u00e9 D:ok! -> ok",
        // the connection ends
        "G:3 -> the server closed the connection without a response",
        "H::status=200 D:ok -> the response was cut off",
        "R:2 -> INTERNAL_ERROR",
        "R:7 -> REFUSED_STREAM",
        "G:0 -> REFUSED_STREAM",
        "H::status=206 D:ok! -> a part (206) of what was requested whole",
      })
  void shouldTakeOrRefuse(String frames, String expected) {
    try (RawServer server =
            new RawServer(visit -> {
              awaitRequest(visit);
              visit.client().getOutputStream().write(frames(frames));
              visit.client().shutdownOutput();
              visit.linger();
            });
        Trial trial =
            Trial.watched(
                Trial.spec("GET", server.url(), Optional.empty()),
                ConnectionPolicy.Version.HTTP_2_PRIOR_KNOWLEDGE,
                StallPolicy.DEFAULT)) {
      Answer answer = trial.run();
      if (answer.outcome() instanceof Outcome.Unanswered(_, String reason)) {
        assertThat(expected).as(reason).isNotEmpty();
        assertThat(reason).contains(expected);
      } else {
        assertThat(trial.body()).isEqualTo(expected);
      }
    }
  }
}
