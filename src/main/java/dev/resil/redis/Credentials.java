package dev.resil.redis;

/**
 * Who somebody says he is. It is shown nowhere.
 *
 * @param user the ACL user; empty: the default one
 * @param password empty: none is sent
 */
record Credentials(String user, String password) {
  static final Credentials NONE = new Credentials("", "");

  boolean arePresent() {
    return !password.isEmpty();
  }

  @Override
  public String toString() {
    return arePresent() ? "***" : "";
  }
}
