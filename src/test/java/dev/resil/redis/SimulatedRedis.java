package dev.resil.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A server in memory, for simulations: it does what {@link RedisScripts} say, which a test compares
 * with a real server.
 */
final class SimulatedRedis {
  private final Supplier<Instant> clock;
  private Map<String, String> records = new HashMap<>();
  private Map<String, List<String>> logs = new HashMap<>();
  private int longestLog;

  SimulatedRedis(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** All it has at a moment: what a replica has got, or a disk. */
  record Memory(Map<String, String> records, Map<String, List<String>> logs) {}

  Memory memory() {
    Map<String, List<String>> copies = new HashMap<>();
    logs.forEach((key, log) -> copies.put(key, new ArrayList<>(log)));
    return new Memory(new HashMap<>(records), copies);
  }

  /** Goes on with what there was at some moment, as after a failover. */
  void restore(Memory memory) {
    records = new HashMap<>(memory.records());
    logs = new HashMap<>();
    memory.logs().forEach((key, log) -> logs.put(key, new ArrayList<>(log)));
  }

  /** Loses everything, as after a restart, or one key, to make room. */
  void forget(Random random) {
    if (random.nextBoolean()) {
      restore(new Memory(Map.of(), Map.of()));
    } else if (random.nextBoolean()) {
      records.clear();
    } else {
      logs.clear();
    }
  }

  /** The most entries that a log ever had. */
  int longestLog() {
    return longestLog;
  }

  /** The reply to a command. */
  Object reply(RedisCommand command) {
    List<String> arguments = command.arguments().stream().map(SimulatedRedis::text).toList();
    return switch (command.word()) {
      case SET -> {
        records.put(arguments.get(0), arguments.get(1));
        yield bytes("OK");
      }
      case EVAL -> eval(arguments);
      default -> throw new IllegalArgumentException(command.word() + " is not simulated");
    };
  }

  private Object eval(List<String> arguments) {
    int keys = Integer.parseInt(arguments.get(1));
    String key = arguments.get(2);
    Optional<String> log = keys > 1 ? Optional.of(arguments.get(3)) : Optional.empty();
    List<String> more = arguments.subList(2 + keys, arguments.size());
    return switch (arguments.getFirst()) {
      case RedisScripts.LOOK -> reply(List.of(), there(key), log.map(this::log).orElse(List.of()));
      case RedisScripts.APPEND -> append(key, log.orElseThrow(), more);
      case RedisScripts.STORE -> store(key, log, more);
      case RedisScripts.REMOVE -> {
        log.ifPresent(logs::remove);
        yield records.remove(key) == null ? 0L : 1L;
      }
      default -> throw new IllegalArgumentException("an unknown script");
    };
  }

  private Object append(String key, String logKey, List<String> arguments) {
    String there = there(key);
    if (there.isEmpty()) {
      return reply(List.of(0L), "", List.of());
    }
    List<String> log = log(logKey);
    String id = arguments.get(0);
    boolean known =
        log.stream()
            .anyMatch(
                entry -> entry.startsWith(id) || (entry.startsWith("#") && entry.contains(id)));
    if (!known) {
      String at = arguments.get(2).isEmpty() ? seconds() + " " + micros() : arguments.get(2);
      log.add(id + " " + at + " " + arguments.get(1));
      longestLog = Math.max(longestLog, log.size());
      logs.put(logKey, log);
    }
    int count = Integer.parseInt(arguments.get(4));
    return tag(there).equals(arguments.get(3)) && isLast(log, count, arguments.get(5))
        ? reply(List.of(1L), "", log.subList(Math.min(count, log.size()), log.size()))
        : reply(List.of(1L), there, log);
  }

  private Object store(String key, Optional<String> logKey, List<String> arguments) {
    List<String> log = logKey.map(this::log).orElse(List.of());
    String there = there(key);
    int count = Integer.parseInt(arguments.get(8));
    if (!tag(there).equals(arguments.get(0)) || !isLast(log, count, arguments.get(9))) {
      return reply(List.of(0L), there, log);
    }
    records.put(key, arguments.get(4));
    if (logKey.isPresent()) {
      List<String> left = new ArrayList<>(log.subList(Math.min(count, log.size()), log.size()));
      if (!arguments.get(10).isEmpty()) {
        left.addFirst(arguments.get(10));
      }
      logs.put(logKey.get(), left);
    }
    return reply(List.of(1L), "", List.of());
  }

  private static boolean isLast(List<String> log, int count, String last) {
    return count == 0 || (count <= log.size() ? tag(log.get(count - 1)) : "").equals(last);
  }

  private Object reply(List<Object> first, String record, List<String> log) {
    List<Object> all = new ArrayList<>(first);
    all.addAll(List.of(bytes(seconds()), bytes(micros()), bytes(record)));
    all.add(log.stream().map(SimulatedRedis::bytes).toList());
    return all;
  }

  private String seconds() {
    return Long.toString(clock.get().getEpochSecond());
  }

  private String micros() {
    Instant now = clock.get();
    return Long.toString((now.toEpochMilli() - now.getEpochSecond() * 1000) * 1000);
  }

  private String there(String key) {
    return records.getOrDefault(key, "");
  }

  private List<String> log(String key) {
    return new ArrayList<>(logs.getOrDefault(key, List.of()));
  }

  private static String tag(String value) {
    return value.substring(0, Math.min(TaggedRecord.TAG, value.length()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
