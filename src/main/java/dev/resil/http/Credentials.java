package dev.resil.http;

import dev.resil.text.RawText;
import java.util.Base64;

/** A user and a password as {@link RawText}, never printed. */
public record Credentials(String user, String password) {
  /** Reads {@code USER:PASSWORD}. */
  public static Credentials parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Credentials(text, "")
        : new Credentials(text.substring(0, colon), text.substring(colon + 1));
  }

  /** The value of an Authorization header (RFC 7617). */
  public String basic() {
    byte[] bytes = RawText.encode(user + ":" + password);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "Credentials[***]";
  }
}
