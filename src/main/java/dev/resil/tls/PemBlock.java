package dev.resil.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A block of a PEM text (RFC 7468), between two lines of dashes.
 *
 * @param label its label, such as CERTIFICATE
 * @param base64 its content
 */
public record PemBlock(String label, String base64) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  /** All blocks of a text. */
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

  /** The certificates of a text in DER; invalid base64 is skipped. */
  public static List<byte[]> certificates(String text) {
    List<byte[]> certificates = new ArrayList<>();
    for (PemBlock block : of(text)) {
      if (block.label().endsWith("CERTIFICATE")) {
        try {
          certificates.add(block.der());
        } catch (IllegalArgumentException e) {
          // like an unreadable certificate
        }
      }
    }
    return certificates;
  }

  /**
   * The content in DER.
   *
   * @throws IllegalArgumentException if it is not base64
   */
  public byte[] der() {
    return Base64.getMimeDecoder().decode(base64);
  }

  /** Hides the content, which may be a key. */
  @Override
  public String toString() {
    return label;
  }
}
