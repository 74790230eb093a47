package dev.resil.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PemBlockTest {
  private static String pem(String label, String content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, content, label);
  }

  @Test
  void shouldFindBlocksBetweenOtherText() {
    String text =
        "subject=/CN=one\n" + pem("CERTIFICATE", "AQ\r\n==") + "\n" + pem("PRIVATE KEY", "Ag==");

    List<PemBlock> blocks = PemBlock.of(text);
    assertThat(blocks).extracting(PemBlock::label).containsExactly("CERTIFICATE", "PRIVATE KEY");
    assertThat(blocks.get(0).der()).containsExactly(1);
    assertThat(blocks.get(1).der()).containsExactly(2);
    assertThat(blocks.get(1)).hasToString("PRIVATE KEY");
  }

  @Test
  void shouldSkipIncompleteBlocks() {
    assertThat(PemBlock.of("")).isEmpty();
    assertThat(PemBlock.of("-----BEGIN X-----\nAQ==\n")).isEmpty();
    assertThat(PemBlock.of("-----END X-----\n")).isEmpty();
    assertThat(PemBlock.of("-----BEGIN X\nAQ==\n-----END X-----\n")).isEmpty();
    assertThat(PemBlock.of("-----END X-----\n" + pem("Y", "AQ=="))).hasSize(1);
    assertThat(PemBlock.of("-----BEGIN X-----\nAg==\n" + pem("Y", "AQ==")))
        .singleElement()
        .satisfies(block -> assertThat(block.der()).containsExactly(1));
  }

  @Test
  void shouldTakeCertificatesThatAreBase64() {
    String text = pem("CERTIFICATE", "AQ==") + pem("CERTIFICATE", "A") + pem("X509 CRL", "Ag==");
    assertThat(PemBlock.certificates(text + pem("TRUSTED CERTIFICATE", "Aw==")))
        .containsExactly(new byte[] {1}, new byte[] {3});
    assertThatThrownBy(() -> PemBlock.of(pem("X", "A")).getFirst().der())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
