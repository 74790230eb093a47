package dev.resil.redis;

/**
 * The address of a server.
 *
 * @param name a hostname or IP address
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
