package dev.resil.redis;

/** What runs inside the server, each in one step that nobody can come between. */
final class RedisScripts {
  /**
   * Stores a record where nobody else has since the writer looked, and where the server's clock
   * shows what he took for the time. Otherwise it tells what there is.
   *
   * <p>KEYS: the record. ARGV: the tag that was seen, seconds and microseconds of the assumed time,
   * by how many microseconds it may be off, the new value, its expiry in milliseconds or 0, and the
   * channel and message that tell of it, or nothing.
   */
  static final String STORE =
      """
      local there = redis.call('GET', KEYS[1]) or ''
      local time = redis.call('TIME')
      local off = (time[1] - ARGV[2]) * 1000000 + time[2] - ARGV[3]
      if string.sub(there, 1, 16) ~= ARGV[1] or math.abs(off) > tonumber(ARGV[4]) then
        return {0, time[1], time[2], there}
      end
      if ARGV[6] == '0' then
        redis.call('SET', KEYS[1], ARGV[5])
      else
        redis.call('SET', KEYS[1], ARGV[5], 'PX', ARGV[6])
      end
      if ARGV[7] ~= '' then redis.pcall('PUBLISH', ARGV[7], ARGV[8]) end
      return {1, time[1], time[2]}
      """;

  /** Removes a record and tells of it. KEYS: the record. ARGV: the channel and the message. */
  static final String REMOVE =
      """
      local removed = redis.call('DEL', KEYS[1])
      if removed > 0 then redis.pcall('PUBLISH', ARGV[1], ARGV[2]) end
      return removed
      """;

  private RedisScripts() {}
}
