package dev.resil.redis;

/**
 * A user and a password, never shown.
 *
 * @param user the ACL user; empty: the default user
 * @param password empty: none is sent
 */
record RedisCredentials(String user, String password) {
  static final RedisCredentials NONE = new RedisCredentials("", "");

  boolean arePresent() {
    return !password.isEmpty();
  }

  @Override
  public String toString() {
    return arePresent() ? "***" : "";
  }
}
