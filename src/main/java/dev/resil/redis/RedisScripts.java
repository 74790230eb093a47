package dev.resil.redis;

/** Lua scripts that the server runs atomically. */
final class RedisScripts {
  /**
   * Reads a record with its log.
   *
   * <p>KEYS: the record, and its log if it has one.
   */
  static final String LOOK =
      """
      local time = redis.call('TIME')
      local log = KEYS[2] and redis.call('LRANGE', KEYS[2], 0, -1) or {}
      return {time[1], time[2], redis.call('GET', KEYS[1]) or '', log}
      """;

  /**
   * Adds a fact to the log of a record, once: it may be sent again if the reply was lost. Without a
   * record, nothing is stored.
   *
   * <p>KEYS: the record and its log. ARGV: the fact's identifier; the fact; its time as in the log,
   * or nothing for the server's; the tag of the record seen; how many entries of the log were seen,
   * and the first bytes of the last one, since a server that takes over may have others; the expiry
   * in milliseconds or 0.
   *
   * <p>Returns 1 or 0 for without a record, the time, the record or nothing if it is the one seen,
   * then the entries of the log, in that case only those that were not seen.
   */
  static final String APPEND =
      """
      local there = redis.call('GET', KEYS[1]) or ''
      local time = redis.call('TIME')
      if there == '' then return {0, time[1], time[2], '', {}} end
      local id, known = ARGV[1], false
      local log = redis.call('LRANGE', KEYS[2], 0, -1)
      for _, entry in ipairs(log) do
        local isheader = string.sub(entry, 1, 1) == '#'
        known = known or string.sub(entry, 1, 16) == id
            or isheader and string.find(entry, id, 2, true) ~= nil
      end
      if not known then
        local at = ARGV[3] ~= '' and ARGV[3] or time[1] .. ' ' .. time[2]
        log[#log + 1] = id .. ' ' .. at .. ' ' .. ARGV[2]
        redis.call('RPUSH', KEYS[2], log[#log])
      end
      if ARGV[7] ~= '0' then
        redis.call('PEXPIRE', KEYS[1], ARGV[7])
        redis.call('PEXPIRE', KEYS[2], ARGV[7])
      end
      local count = tonumber(ARGV[5])
      if string.sub(there, 1, 16) ~= ARGV[4]
          or count > 0 and string.sub(log[count] or '', 1, 16) ~= ARGV[6] then
        return {1, time[1], time[2], there, log}
      end
      local more = {}
      for i = count + 1, #log do more[#more + 1] = log[i] end
      return {1, time[1], time[2], '', more}
      """;

  /**
   * Stores a record if nobody has since it was seen and the time is as assumed. Otherwise returns
   * the current record.
   *
   * <p>KEYS: the record, and its log if it has one. ARGV: the tag seen; seconds and microseconds of
   * the assumed time; its tolerance in microseconds; the new value; its expiry in milliseconds or
   * 0; the channel and message to publish, or nothing; how many entries of the log are part of the
   * new value, and the first bytes of the last one; the entry that takes their place, or nothing.
   *
   * <p>Returns 1 or 0, the time, and if 0 the record and its log.
   */
  static final String STORE =
      """
      local there = redis.call('GET', KEYS[1]) or ''
      local time = redis.call('TIME')
      local off = (time[1] - ARGV[2]) * 1000000 + time[2] - ARGV[3]
      local log = KEYS[2] and redis.call('LRANGE', KEYS[2], 0, -1) or {}
      local count = tonumber(ARGV[9])
      if string.sub(there, 1, 16) ~= ARGV[1] or math.abs(off) > tonumber(ARGV[4])
          or count > 0 and string.sub(log[count] or '', 1, 16) ~= ARGV[10] then
        return {0, time[1], time[2], there, log}
      end
      if ARGV[6] == '0' then
        redis.call('SET', KEYS[1], ARGV[5])
      else
        redis.call('SET', KEYS[1], ARGV[5], 'PX', ARGV[6])
      end
      if KEYS[2] then
        if count > 0 then redis.call('LTRIM', KEYS[2], count, -1) end
        if ARGV[11] ~= '' then redis.call('LPUSH', KEYS[2], ARGV[11]) end
        if ARGV[6] ~= '0' then redis.call('PEXPIRE', KEYS[2], ARGV[6]) end
      end
      if ARGV[7] ~= '' then redis.pcall('PUBLISH', ARGV[7], ARGV[8]) end
      return {1, time[1], time[2], '', {}}
      """;

  /**
   * Removes a record with its log and publishes that. KEYS: the record, and its log if it has one.
   * ARGV: the channel and message, or nothing.
   */
  static final String REMOVE =
      """
      local removed = redis.call('DEL', KEYS[1])
      if KEYS[2] then redis.call('DEL', KEYS[2]) end
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
