package dev.resil.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The headers that identify a user, by name. */
public final class CredentialHeaders {
  private static final Set<String> STANDARD =
      Set.of("authorization", "proxy-authorization", "cookie", "cookie2");

  /**
   * Parts of the names that services use, such as X-Api-Key, Private-Token, X-Amz-Security-Token.
   */
  private static final List<String> PARTS =
      List.of("token", "secret", "password", "api-key", "apikey", "access-key", "auth-key");

  private CredentialHeaders() {}

  /** Whether a header with this name is one, in upper or lower case. */
  public static boolean contain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return STANDARD.contains(lower) || PARTS.stream().anyMatch(lower::contains);
  }
}
