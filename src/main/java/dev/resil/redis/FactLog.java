package dev.resil.redis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The log of a record: the facts that are not yet part of the record, in the server's order. Its
 * first entry may be a {@code #} and the identifiers of facts that became part of the record
 * lately, so that a fact that is sent twice counts once.
 *
 * @param entries the entries as the server has them
 */
record FactLog(List<byte[]> entries) {
  static final FactLog EMPTY = new FactLog(List.of());

  /** The length of an identifier. */
  static final int ID = 16;

  /** A sender repeats a fact within its timeout; that many do not come in between. */
  private static final int REMEMBERED = 256;

  /** The digits of the seconds from 1970 to the end of the year 9999. */
  private static final int LONGEST_NUMBER = 12;

  /**
   * A fact.
   *
   * @param id chosen by its sender
   * @param at the server's time when it came
   * @param body the fact itself
   */
  record Fact(String id, Instant at, Supplier<byte[]> body) {}

  FactLog {
    entries = List.copyOf(entries);
  }

  /** An identifier that no other process chooses. */
  static String newId(LongSupplier random) {
    String digits = Long.toHexString(random.getAsLong());
    return "0".repeat(ID - digits.length()) + digits;
  }

  int size() {
    return entries.size();
  }

  /** The first bytes of the last entry, which tell it from others; empty if there is none. */
  byte[] last() {
    byte[] entry = entries.isEmpty() ? new byte[0] : entries.getLast();
    return Arrays.copyOf(entry, Math.min(ID, entry.length));
  }

  /** Whether a log begins with this one. */
  boolean isStartOf(FactLog later) {
    boolean same = size() <= later.size();
    for (int i = 0; same && i < size(); i++) {
      same = Arrays.equals(entries.get(i), later.entries.get(i));
    }
    return same;
  }

  /** This log with entries that came after it. */
  FactLog with(List<byte[]> more) {
    List<byte[]> all = new ArrayList<>(entries);
    all.addAll(more);
    return new FactLog(all);
  }

  /**
   * The facts that are not part of the record, each once.
   *
   * @throws IllegalArgumentException if an entry is neither a fact nor a list of identifiers
   */
  List<Fact> facts() {
    Set<String> seen = new HashSet<>();
    StringBuilder partOfRecord = new StringBuilder();
    List<Fact> facts = new ArrayList<>();
    for (byte[] entry : entries) {
      if (isHeader(entry)) {
        partOfRecord.append(text(entry, 0, entry.length));
      } else {
        Fact fact = fact(entry);
        // not taken apart, since each reader does this
        if (partOfRecord.indexOf(fact.id()) < 0 && seen.add(fact.id())) {
          facts.add(fact);
        }
      }
    }
    return facts;
  }

  /**
   * The log once all facts are part of the record: it remembers which, if there were any.
   *
   * @param more the identifier of a fact that is part of the record without having been in the log
   */
  FactLog folded(Optional<String> more) {
    Deque<String> ids = new ArrayDeque<>(partOfRecord());
    for (byte[] entry : entries) {
      if (!isHeader(entry) && entry.length > ID) {
        ids.add(text(entry, 0, ID));
      }
    }
    more.ifPresent(ids::add);
    while (ids.size() > REMEMBERED) {
      ids.removeFirst();
    }
    return ids.isEmpty()
        ? EMPTY
        : new FactLog(List.of(("#" + String.join(",", ids)).getBytes(StandardCharsets.US_ASCII)));
  }

  /** The first entry; empty if there is none. */
  byte[] first() {
    return entries.isEmpty() ? new byte[0] : entries.getFirst();
  }

  private List<String> partOfRecord() {
    List<String> ids = new ArrayList<>();
    for (byte[] entry : entries) {
      if (isHeader(entry)) {
        String text = new String(entry, 1, entry.length - 1, StandardCharsets.ISO_8859_1);
        ids.addAll(List.of(text.split(",")));
      }
    }
    return ids;
  }

  private static boolean isHeader(byte[] entry) {
    return entry.length > 0 && entry[0] == '#';
  }

  /** {@code ID SECONDS MICROSECONDS BODY}, by {@link RedisScripts#APPEND}. */
  private static Fact fact(byte[] entry) {
    int seconds = ID + 1;
    int micros = after(entry, seconds);
    int body = after(entry, micros);
    Instant at =
        ServerTime.instant(number(entry, seconds, micros - 1), number(entry, micros, body - 1));
    return new Fact(text(entry, 0, ID), at, () -> Arrays.copyOfRange(entry, body, entry.length));
  }

  private static int after(byte[] entry, int start) {
    for (int i = start; i < entry.length; i++) {
      if (entry[i] == ' ') {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("an entry of its log is not whole");
  }

  private static long number(byte[] entry, int start, int end) {
    if (end <= start || end - start > LONGEST_NUMBER) {
      throw new IllegalArgumentException("an entry of its log has no time");
    }
    return Long.parseLong(text(entry, start, end));
  }

  private static String text(byte[] entry, int start, int end) {
    return new String(entry, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
