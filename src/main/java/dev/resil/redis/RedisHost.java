package dev.resil.redis;

/**
 * Where a server listens.
 *
 * @param name a host's name or address
 * @param port its port
 */
record RedisHost(String name, int port) {
  static final int REDIS = 6379;
  static final int SENTINEL = 26379;

  @Override
  public String toString() {
    return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port;
  }
}
