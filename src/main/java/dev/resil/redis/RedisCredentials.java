package dev.resil.redis;

/**
 * Who somebody says he is. It is shown nowhere.
 *
 * @param user the ACL user; empty: the default one
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
