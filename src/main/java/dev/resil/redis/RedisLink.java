package dev.resil.redis;

import dev.resil.state.StateException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Commands to the servers of an address. Failures are one-line messages. */
interface RedisLink {
  /**
   * Sends commands for a key to the server that has it, perhaps twice if a connection breaks.
   *
   * @throws StateException if there is no reply, or a reply is an error
   */
  Replies ask(byte[] key, List<RedisCommand> commands, TransactionLimit limit)
      throws StateException;

  /**
   * Sends a command for a key to the server that has it. If the server has just answered another
   * command, this does not wait for the reply and so costs no time.
   *
   * @throws StateException if it can't be sent, or the awaited reply does not come
   */
  void tell(byte[] key, RedisCommand command, TransactionLimit limit) throws StateException;

  /**
   * The keys of all servers that match a glob pattern, each once.
   *
   * @param clock receives the time of each server before it is scanned
   */
  List<byte[]> keys(String pattern, Consumer<ServerTime> clock) throws StateException;

  /** Waits before the next command. */
  void pause(Duration time) throws StateException;
}
