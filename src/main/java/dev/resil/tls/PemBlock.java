package dev.resil.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a text in PEM (RFC 7468) holds between two lines of dashes.
 *
 * @param label what it is, such as CERTIFICATE
 * @param base64 its content
 */
public record PemBlock(String label, String base64) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** All of a text. */
  public static List<PemBlock> of(String text) {
    List<PemBlock> blocks = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
      int begin = text.lastIndexOf(BEGIN, end);
      int label = begin + BEGIN.length();
      int content = text.indexOf(DASHES, label) + DASHES.length();
      if (begin >= from && content <= end) {
        blocks.add(
            new PemBlock(
                text.substring(label, content - DASHES.length()).strip(),
                text.substring(content, end)));
      }
      from = end + END.length();
    }
    return blocks;
  }

  /** The certificates of a text in DER; what is no base64 is left out. */
  public static List<byte[]> certificates(String text) {
    List<byte[]> certificates = new ArrayList<>();
    for (PemBlock block : of(text)) {
      if (block.label().endsWith("CERTIFICATE")) {
        try {
          certificates.add(block.der());
        } catch (IllegalArgumentException e) {
          // as good as a certificate that cannot be read
        }
      }
    }
    return certificates;
  }

  /**
   * The content in DER.
   *
   * @throws IllegalArgumentException if it is no base64
   */
  public byte[] der() {
    return Base64.getMimeDecoder().decode(base64);
  }

  /** Its content may be a key. */
  @Override
  public String toString() {
    return label;
  }
}
