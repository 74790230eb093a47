package dev.resil.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The key of a copy. It is derived from words that may contain secrets, and does not reveal them.
 *
 * @param hash 64 hexadecimal digits, which are the file's name
 * @param shown the key for people: the name that the user gave, else the start of the hash
 */
public record CacheKey(String hash, String shown) {
  private static final int SHOWN_DIGITS = 12;

  /** The key of a command in a folder. */
  public static CacheKey ofCommand(List<String> command, String folder) {
    List<String> words = new ArrayList<>(List.of("command", folder));
    words.addAll(command);
    return unnamed(words);
  }

  /** The key of a request, from everything that determines the response. */
  public static CacheKey ofRequest(List<String> facts) {
    List<String> words = new ArrayList<>(List.of("request"));
    words.addAll(facts);
    return unnamed(words);
  }

  private static CacheKey unnamed(List<String> words) {
    String hash = hash(words);
    return new CacheKey(hash, hash.substring(0, SHOWN_DIGITS));
  }

  /** The key of a name that the user gave. */
  public static CacheKey named(String name) {
    return new CacheKey(hash(List.of("name", name)), name);
  }

  private static String hash(List<String> words) {
    MessageDigest digest = sha256();
    words.forEach(word -> add(digest, word));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Each word with its length, so that words cannot run together; lone surrogates are kept. */
  private static void add(MessageDigest digest, String word) {
    String whole = word.length() + ":" + word;
    for (int i = 0; i < whole.length(); i++) {
      digest.update((byte) (whole.charAt(i) >> 8));
      digest.update((byte) whole.charAt(i));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
