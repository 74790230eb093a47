package dev.resil.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a download must come to, computed while it comes in.
 *
 * @param said by whom: an option or a header
 * @param algorithm as Java names it
 * @param expected the digest
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Digest(String said, MessageDigest algorithm, byte[] expected) {
  /** An item of the dictionary (RFC 9530, 3; RFC 8941): the algorithms that are safe to use. */
  private static final Pattern ITEM =
      Pattern.compile("(?:^|,)\\s*(sha-256|sha-512)=:([A-Za-z0-9+/]+=*):");

  /** The digest that the user demands. */
  static Optional<Digest> demanded(Optional<String> sha256) {
    return sha256.map(hex -> new Digest("--sha256", sha256(), HexFormat.of().parseHex(hex)));
  }

  /** The digests that a Repr-Digest header promises. */
  static List<Digest> promised(String header) {
    List<Digest> digests = new ArrayList<>();
    Matcher item = ITEM.matcher(header);
    while (item.find()) {
      byte[] expected = Base64.getDecoder().decode(item.group(2));
      String algorithm = item.group(1).equals("sha-256") ? "SHA-256" : "SHA-512";
      digests.add(new Digest("Repr-Digest", algorithm(algorithm), expected));
    }
    return digests;
  }

  /** Computes SHA-256. */
  static MessageDigest sha256() {
    return algorithm("SHA-256");
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is wrong with what came in, empty for nothing. To be asked once. */
  Optional<String> complaint() {
    byte[] found = algorithm.digest();
    return MessageDigest.isEqual(found, expected)
        ? Optional.empty()
        : Optional.of(
            "its %s is %s, not what %s says"
                .formatted(algorithm.getAlgorithm(), HexFormat.of().formatHex(found), said));
  }
}
