package dev.resil.http;

import dev.resil.posix.Posix;
import dev.resil.text.RawText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's demand for the digest of a password (RFC 7616).
 *
 * @param parameters by their names in lower case
 */
record DigestChallenge(Map<String, String> parameters) {
  /** A scheme, or a parameter with its value. */
  private static final Pattern WORD =
      Pattern.compile(
          "([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\\s*=\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s,]*))?");

  private static final String SESSION = "-sess";
  private static final String DEFAULT_ALGORITHM = "MD5";

  /** The Java names of the algorithms. */
  private static final Map<String, String> HASHES =
      Map.of(DEFAULT_ALGORITHM, "MD5", "SHA-256", "SHA-256", "SHA-512-256", "SHA-512/256");

  /** Copies the map. */
  DigestChallenge {
    parameters = Map.copyOf(parameters);
  }

  /**
   * The strongest challenge that can be answered: SHA-256 or SHA-512-256 before MD5; empty if there
   * is none.
   *
   * @param fields the values of WWW-Authenticate, each with one challenge or several
   */
  static Optional<DigestChallenge> strongest(List<String> fields) {
    return fields.stream()
        .flatMap(field -> challenges(field).stream())
        .filter(DigestChallenge::isAnswerable)
        .max(Comparator.comparingInt(DigestChallenge::strength));
  }

  private static List<DigestChallenge> challenges(String field) {
    List<DigestChallenge> challenges = new ArrayList<>();
    Map<String, String> parameters = new TreeMap<>();
    boolean digest = false;
    Matcher word = WORD.matcher(field);
    while (word.find()) {
      if (word.group(2) == null) {
        if (digest) {
          challenges.add(new DigestChallenge(parameters));
        }
        digest = word.group(1).equalsIgnoreCase("Digest");
        parameters = new TreeMap<>();
      } else {
        parameters.putIfAbsent(word.group(1).toLowerCase(Locale.ROOT), unquoted(word.group(2)));
      }
    }
    if (digest) {
      challenges.add(new DigestChallenge(parameters));
    }
    return challenges;
  }

  private static String unquoted(String value) {
    return value.startsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }

  /** A quoted string; control characters, which it cannot contain, are encoded as by curl. */
  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (HeaderLine.isControl(c)) {
        text.append("%%%02X".formatted((int) c));
      } else {
        text.append(c == '\\' || c == '"' ? "\\" : "").append(c);
      }
    }
    return text.append('"').toString();
  }

  private String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** Whether the password was right, but the nonce has expired. */
  boolean stale() {
    return parameter("stale").equalsIgnoreCase("true");
  }

  private String algorithm() {
    String algorithm = parameter("algorithm");
    return algorithm.isEmpty() ? DEFAULT_ALGORITHM : algorithm;
  }

  private String hash() {
    String name = algorithm().toUpperCase(Locale.ROOT);
    return name.endsWith("-SESS") ? name.substring(0, name.length() - SESSION.length()) : name;
  }

  private int strength() {
    return hash().equals(DEFAULT_ALGORITHM) ? 1 : 2;
  }

  private boolean isAnswerable() {
    return HASHES.containsKey(hash())
        && parameters.containsKey("nonce")
        && (parameter("qop").isEmpty() || offersAuth());
  }

  private boolean offersAuth() {
    return List.of(parameter("qop").toLowerCase(Locale.ROOT).split("[\\s,]+", -1)).contains("auth");
  }

  /** The value of the Authorization header. */
  String answer(Credentials user, String method, String target) {
    byte[] random = new byte[16];
    Posix.get().random(random);
    return answer(user, method, target, HexFormat.of().formatHex(random));
  }

  /**
   * The value of the Authorization header.
   *
   * @param cnonce the client's nonce
   */
  String answer(Credentials user, String method, String target, String cnonce) {
    String nonce = parameter("nonce");
    String first = hashed(user.user() + ":" + parameter("realm") + ":" + user.password());
    if (algorithm().toLowerCase(Locale.ROOT).endsWith(SESSION)) {
      first = hashed(first + ":" + nonce + ":" + cnonce);
    }
    String second = hashed(method + ":" + target);
    String middle = offersAuth() ? ":00000001:" + cnonce + ":auth:" : ":";
    boolean hidden = parameter("userhash").equalsIgnoreCase("true");
    String name = hidden ? hashed(user.user() + ":" + parameter("realm")) : user.user();
    StringBuilder value = new StringBuilder("Digest username=").append(quoted(name));
    value.append(", realm=").append(quoted(parameter("realm")));
    value.append(", nonce=").append(quoted(nonce));
    value.append(", uri=").append(quoted(target));
    if (offersAuth()) {
      value.append(", cnonce=").append(quoted(cnonce)).append(", nc=00000001, qop=auth");
    }
    value.append(", response=\"").append(hashed(first + ":" + nonce + middle + second)).append('"');
    if (parameters.containsKey("opaque")) {
      value.append(", opaque=").append(quoted(parameter("opaque")));
    }
    if (parameters.containsKey("algorithm")) {
      value.append(", algorithm=").append(algorithm());
    }
    if (hidden) {
      value.append(", userhash=true");
    }
    return value.toString();
  }

  private String hashed(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(HASHES.get(hash()));
      return HexFormat.of().formatHex(digest.digest(RawText.encode(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
