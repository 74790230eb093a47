package dev.resil.redis;

/** Lua scripts that the server runs atomically. */
final class RedisScripts {
  /**
   * Stores a record if its tag is the one the writer saw and the server's clock is close to the
   * time the writer assumed. Otherwise returns the current record.
   *
   * <p>KEYS: the record. ARGV: the tag seen, seconds and microseconds of the assumed time, its
   * tolerance in microseconds, the new value, its expiry in milliseconds or 0, and the channel and
   * message to publish, or nothing.
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

  /**
   * Removes a record and publishes that. KEYS: the record. ARGV: the channel and message, or
   * nothing.
   */
  static final String REMOVE =
      """
      local removed = redis.call('DEL', KEYS[1])
      if removed > 0 and ARGV[1] ~= '' then redis.pcall('PUBLISH', ARGV[1], ARGV[2]) end
      return removed
      """;

  /**
   * Adds to counts, by the rules of {@code Counts}. Bounds are checked only for a new field.
   *
   * <p>KEYS: a hash. ARGV: its expiry in milliseconds or 0, the family, its size limit, the prefix
   * of aged fields, the oldest number kept, then fields and numbers in turn.
   */
  static final String ADD =
      """
      local key, family, most = KEYS[1], ARGV[2], tonumber(ARGV[3])
      local aged, oldest = ARGV[4], tonumber(ARGV[5])
      local function starts(text, start) return string.sub(text, 1, #start) == start end
      local function isfull()
        local n = 0
        for _, other in ipairs(redis.call('HKEYS', key)) do
          if starts(other, family) and other ~= family .. 'other' then n = n + 1 end
        end
        return n >= most
      end
      local function forget()
        for _, other in ipairs(redis.call('HKEYS', key)) do
          if starts(other, aged) then
            local age = tonumber(string.match(other, '^%d+', #aged + 1))
            if age == nil or age < oldest then redis.call('HDEL', key, other) end
          end
        end
      end
      local hasnew = false
      for i = 6, #ARGV, 2 do
        local field, number = ARGV[i], ARGV[i + 1]
        local there = redis.call('HGET', key, field)
        if not there and starts(field, family) and isfull() then field = family .. 'other' end
        if not there and starts(field, aged) then hasnew = true end
        if starts(field, 'first_') then
          if not there or tonumber(number) < tonumber(there) then
            redis.call('HSET', key, field, number)
          end
        elseif starts(field, 'last_') then
          if not there or tonumber(number) > tonumber(there) then
            redis.call('HSET', key, field, number)
          end
        else
          redis.pcall('HINCRBY', key, field, number)
        end
      end
      if hasnew then forget() end
      if ARGV[1] ~= '0' then redis.call('PEXPIRE', key, ARGV[1]) end
      return 1
      """;

  private RedisScripts() {}
}
