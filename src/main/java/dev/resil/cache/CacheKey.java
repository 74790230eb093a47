package dev.resil.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Under what a copy is kept. What it is made of may hold secrets, and cannot be told from it.
 *
 * @param hash 64 hexadecimal digits, which are the file's name
 * @param shown what people know it by: the name that they gave, else the start of the hash
 */
public record CacheKey(String hash, String shown) {
  private static final int SHOWN_DIGITS = 12;

  /** The key of a command in a folder. */
  public static CacheKey ofCommand(List<String> command, String folder) {
    MessageDigest digest = sha256();
    add(digest, "command");
    add(digest, folder);
    command.forEach(word -> add(digest, word));
    String hash = HexFormat.of().formatHex(digest.digest());
    return new CacheKey(hash, hash.substring(0, SHOWN_DIGITS));
  }

  /** The key that somebody named. */
  public static CacheKey named(String name) {
    MessageDigest digest = sha256();
    add(digest, "name");
    add(digest, name);
    return new CacheKey(HexFormat.of().formatHex(digest.digest()), name);
  }

  /** Each word with its length, so that none runs into the next; lone surrogates as they are. */
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
