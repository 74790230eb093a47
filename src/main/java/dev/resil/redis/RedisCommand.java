package dev.resil.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;

/** A command with its arguments. */
record RedisCommand(Protocol.Command word, List<byte[]> arguments) {
  /** The protocol's line before an argument, and line feeds. */
  private static final int LINE = 16;

  /** A command whose arguments are bytes, text or numbers. */
  static RedisCommand of(Protocol.Command word, Object... arguments) {
    List<byte[]> all = new ArrayList<>();
    for (Object argument : arguments) {
      all.add(
          argument instanceof byte[] bytes
              ? bytes
              : argument.toString().getBytes(StandardCharsets.UTF_8));
    }
    return new RedisCommand(word, all);
  }

  /** Its length in bytes, as it is sent, or a little more. */
  int length() {
    int length = LINE;
    for (byte[] argument : arguments) {
      length += argument.length + LINE;
    }
    return length;
  }

  CommandArguments encoded() {
    CommandArguments encoded = new CommandArguments(word);
    arguments.forEach(encoded::add);
    return encoded;
  }
}
