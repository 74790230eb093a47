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
 * The expected digest of a download, computed while it arrives.
 *
 * @param source the option or header it comes from
 * @param algorithm computes it
 * @param expected the digest
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Digest(String source, MessageDigest algorithm, byte[] expected) {
  /** An item of the dictionary (RFC 9530, 3; RFC 8941), for the secure algorithms. */
  private static final Pattern ITEM =
      Pattern.compile("(?:^|,)\\s*(sha-256|sha-512)=:([A-Za-z0-9+/]+=*):");

  /** The digest given by the user. */
  static Optional<Digest> ofUser(Optional<String> sha256) {
    return sha256.map(hex -> new Digest("--sha256", sha256(), HexFormat.of().parseHex(hex)));
  }

  /** The digests in a Repr-Digest header. */
  static List<Digest> ofResponse(String header) {
    List<Digest> digests = new ArrayList<>();
    Matcher item = ITEM.matcher(header);
    while (item.find()) {
      byte[] expected;
      try {
        expected = Base64.getDecoder().decode(item.group(2));
      } catch (IllegalArgumentException e) {
        continue; // not base64: it says nothing
      }
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

  /** The mismatch, if any. May be called only once. */
  Optional<String> mismatch() {
    byte[] found = algorithm.digest();
    return MessageDigest.isEqual(found, expected)
        ? Optional.empty()
        : Optional.of(
            "its %s is %s, which does not match %s"
                .formatted(algorithm.getAlgorithm(), HexFormat.of().formatHex(found), source));
  }
}
