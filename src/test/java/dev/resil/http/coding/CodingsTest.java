package dev.resil.http.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodingsTest {
  private static final String TEXT = "what is packed is unpacked again, again and again\n";

  /** {@link #TEXT}, packed by brotli(1) and zstd(1). */
  private static final String BR =
      "1b3100a08c54b57f844a4fb7b0ba540061f1181b7b2347aea91430d880c32c4ee67dd6b99c820d2d765f3a00";

  private static final String ZSTD =
      "28b52ffd04686501005282080fd0e740342962a984dd0900079e7c04e0ae95f532dcb51ef1cc1a45d4f0cc53920202002aa378569840a98dd1";

  private static byte[] packed(String how, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (how) {
      case "br" -> out.writeBytes(HexFormat.of().parseHex(BR));
      case "zstd" -> out.writeBytes(HexFormat.of().parseHex(ZSTD));
      case "gzip" -> {
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
          gzip.write(content);
        }
      }
      case "two" -> {
        out.writeBytes(packed("gzip", Arrays.copyOf(content, 7)));
        out.writeBytes(packed("gzip", Arrays.copyOfRange(content, 7, content.length)));
      }
      default -> {
        boolean bare = how.equals("bare");
        try (DeflaterOutputStream deflate =
            new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION, bare))) {
          deflate.write(content);
        }
      }
    }
    return out.toByteArray();
  }

  private static byte[] packed(String how) throws IOException {
    return packed(how, TEXT.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(byte[] body, String... fields) throws IOException {
    InputStream decoded =
        Codings.decoded(new ByteArrayInputStream(body), List.of(fields), OptionalLong.empty());
    return new String(decoded.readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip",
    "gzip, x-gzip",
    "gzip, X-GZip",
    "two, gzip",
    "zlib, deflate",
    "bare, deflate",
    "br, br",
    "zstd, zstd",
    "zstd, 'identity, ZSTD '",
    "gzip, ',gzip,'"
  })
  void shouldDecode(String how, String coding) throws IOException {
    assertThat(decoded(packed(how), coding)).isEqualTo(TEXT);
  }

  @Test
  void shouldDecodeAChain() throws IOException {
    byte[] body = packed("gzip", packed("zlib", packed("br")));

    assertThat(decoded(body, "br, deflate", "gzip")).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "", "none"})
  void shouldLeaveAnUncodedBody(String coding) throws IOException {
    assertThat(decoded(TEXT.getBytes(StandardCharsets.UTF_8), coding)).isEqualTo(TEXT);
    assertThat(decoded(new byte[0], coding)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
  void shouldTakeNoBodyForAnEmptyOne(String coding) throws IOException {
    assertThat(decoded(new byte[0], coding)).isEmpty();
  }

  /** A pause of the network is not the end of a file. */
  @Test
  void shouldReadMembersThatArriveLate() throws IOException {
    byte[] body = packed("two");
    InputStream slow =
        new ByteArrayInputStream(body) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(1, length));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };

    assertThat(Codings.decoded(slow, List.of("gzip"), OptionalLong.empty()).readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(TEXT);
  }

  @ParameterizedTest
  @CsvSource({"gzip, gzip", "two, gzip", "zlib, deflate", "bare, deflate", "br, br", "zstd, zstd"})
  void shouldFailIfTheBodyIsCutOff(String how, String coding) throws IOException {
    byte[] body = packed(how);
    for (int length = 1; length < body.length; length++) {
      byte[] part = Arrays.copyOf(body, length);
      boolean wholeMember =
          how.equals("two")
              && length
                  == packed("gzip", Arrays.copyOf(TEXT.getBytes(StandardCharsets.UTF_8), 7)).length;
      if (!wholeMember) {
        assertThatThrownBy(() -> decoded(part, coding))
            .as("%d", length)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zlib", "bare", "br", "zstd"})
  void shouldFailIfSomethingFollows(String how) throws IOException {
    byte[] body = packed(how);
    for (int length : new int[] {1, 2, 3, 4, 5, 5000, 20_000, 100_000}) {
      byte[] more = Arrays.copyOf(body, body.length + length);
      assertThatThrownBy(() -> decoded(more, how.matches("gzip|br|zstd") ? how : "deflate"))
          .as("%d", length)
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "zstd"})
  void shouldFailIfTheBodyIsSomethingElse(String coding) {
    byte[] html = "<html>not packed at all</html>".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> decoded(html, coding))
        .isInstanceOf(IOException.class)
        .hasMessage("the response is not valid " + coding + ", or was cut off");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"compress", "gzip, dcb", "sdch", "gzip;q=1", "gzip,gzip,gzip,gzip,gzip,gzip"})
  void shouldRefuseUnknownCodings(String coding) {
    assertThatThrownBy(() -> decoded(packed("gzip"), coding))
        .isInstanceOf(UnacceptableBodyException.class);
  }

  @Test
  void shouldTellALostConnectionFromInvalidData() throws IOException {
    InputStream lost =
        new SequenceInputStream(
            new ByteArrayInputStream(packed("zstd"), 0, 20),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new SocketException("Connection reset");
              }

              @Override
              public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
              }
            });

    assertThatThrownBy(
            () -> Codings.decoded(lost, List.of("zstd"), OptionalLong.empty()).readAllBytes())
        .isInstanceOf(SocketException.class)
        .hasMessage("Connection reset");
  }

  @Test
  void shouldEndADecompressionThatYieldsTooMuch() throws IOException {
    byte[] bomb = packed("gzip", packed("gzip", new byte[100 << 20]));

    assertThatThrownBy(() ->
            Codings.decoded(
                    new ByteArrayInputStream(bomb), List.of("gzip, gzip"), OptionalLong.empty())
                .transferTo(OutputStream.nullOutputStream()))
        .isInstanceOf(UnacceptableBodyException.class)
        .hasMessageContaining("--max-filesize");
    assertThat(
            Codings.decoded(
                    new ByteArrayInputStream(bomb),
                    List.of("gzip, gzip"),
                    OptionalLong.of(1L << 30))
                .transferTo(OutputStream.nullOutputStream()))
        .isEqualTo(100 << 20);
  }
}
