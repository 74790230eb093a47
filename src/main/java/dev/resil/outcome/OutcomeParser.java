package dev.resil.outcome;

import static dev.resil.outcome.OutcomeSet.EXIT;
import static dev.resil.outcome.OutcomeSet.NOT;
import static dev.resil.outcome.OutcomeSet.SIGNAL;
import static dev.resil.outcome.OutcomeSet.STATUS;

import dev.resil.outcome.OutcomeSet.Item;
import dev.resil.pattern.PatternSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a LIST of outcomes: {@code exit:N}, {@code exit:A-B}, {@code N}, {@code A-B}, {@code
 * signal}, {@code signal:NAME}, {@code signal:A-B}, {@code timeout}, {@code timeout:idle}, {@code
 * timeout:attempt}, {@code not-found}, {@code not-executable}, {@code any}; of HTTP {@code
 * status:N}, {@code status:5xx}, {@code status:A-B}, {@code rate-limited}, {@code dns}, {@code
 * connect}, {@code tls}, {@code read}, {@code redirect}; separated by commas; {@code stdout~REGEX}
 * and the other {@link OutputPattern}s, which extend to the end of the LIST, including commas.
 * {@code !ITEM} excludes what the item matches, wherever in the LIST it stands.
 */
public final class OutcomeParser {
  private static final int MAX_EXIT_CODE = 255;
  private static final int MIN_STATUS = 100;
  private static final int MAX_STATUS = 599;

  /** The most characters of an invalid item that a message shows. */
  private static final int SHOWN = 80;

  private OutcomeParser() {}

  /**
   * Reads a LIST.
   *
   * @throws IllegalArgumentException if an item is invalid; the message names it
   */
  public static OutcomeSet parse(String list) {
    List<Item> items = new ArrayList<>();
    int start = 0;
    while (start <= list.length()) {
      int first = skipBlanks(list, start);
      boolean negated = list.startsWith(NOT, first);
      Optional<OutputPattern.Stream> stream =
          stream(list, negated ? skipBlanks(list, first + NOT.length()) : first);
      int comma = stream.isPresent() ? -1 : list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      String text = list.substring(start, end).stripLeading();
      String plain = negated ? text.substring(NOT.length()).stripLeading() : text;
      if (negated && plain.isBlank()) {
        throw wrong(NOT, "excludes nothing; write an item after it");
      }
      Item item = stream.isPresent() ? printed(stream.get(), plain) : item(plain.strip());
      items.add(negated ? new Item.Not(item) : item);
      start = end + 1;
    }
    return new OutcomeSet(items);
  }

  /** The rest of the LIST is not copied for each item: that would take quadratic time. */
  private static int skipBlanks(String list, int from) {
    int i = from;
    while (i < list.length() && Character.isWhitespace(list.charAt(i))) {
      i++;
    }
    return i;
  }

  private static Optional<OutputPattern.Stream> stream(String list, int from) {
    for (OutputPattern.Stream stream : OutputPattern.Stream.values()) {
      if (list.startsWith(OutputPattern.prefix(stream), from)) {
        return Optional.of(stream);
      }
    }
    return Optional.empty();
  }

  private static Item printed(OutputPattern.Stream stream, String text) {
    String regex = text.substring(OutputPattern.prefix(stream).length());
    try {
      PatternSearch.check(regex);
    } catch (IllegalArgumentException e) {
      throw wrong(text, e.getMessage());
    }
    return new Item.Printed(new OutputPattern(stream, regex));
  }

  private static Item item(String text) {
    return switch (text) {
      case "any" -> new Item.Any();
      case "signal" -> Item.EndedBySignal.ANY;
      case "timeout" -> Item.TimedOut.ANY;
      case "timeout:attempt" -> Item.TimedOut.ATTEMPT;
      case "timeout:idle" -> Item.TimedOut.IDLE;
      case "not-found" -> new Item.Missing();
      case "rate-limited" -> new Item.RateLimited();
      case "not-executable" -> new Item.Unusable();
      default -> valued(text);
    };
  }

  private static Item valued(String text) {
    if (text.startsWith(SIGNAL)) {
      return signals(text.substring(SIGNAL.length()), text);
    }
    if (text.startsWith(STATUS)) {
      return statuses(text.substring(STATUS.length()), text);
    }
    for (Fault fault : Fault.values()) {
      if (fault.text().equals(text)) {
        return new Item.Failed(fault);
      }
    }
    return exitCodes(text.startsWith(EXIT) ? text.substring(EXIT.length()) : text, text);
  }

  /** A signal or a range. A name such as RTMAX-1 has a dash itself. */
  private static Item signals(String range, String text) {
    Optional<Integer> one = Signals.number(range);
    if (one.isPresent()) {
      return new Item.EndedBySignal(one.get(), one.get());
    }
    for (int dash = range.indexOf('-'); dash >= 0; dash = range.indexOf('-', dash + 1)) {
      Optional<Integer> from = Signals.number(range.substring(0, dash));
      Optional<Integer> to = Signals.number(range.substring(dash + 1));
      if (from.isPresent() && to.isPresent()) {
        checkOrder(from.get(), to.get(), text);
        return new Item.EndedBySignal(from.get(), to.get());
      }
    }
    throw wrong(text, "is not a signal or a range of signals on this system; 'kill -l' lists them");
  }

  /** A status, a class of statuses such as 5xx, or a range. */
  private static Item statuses(String range, String text) {
    if (range.length() == 3 && range.endsWith("xx")) {
      int first = status(range.charAt(0) + "00", text);
      return new Item.Statuses(first, first + 99);
    }
    int dash = range.indexOf('-');
    int from = status(dash < 0 ? range : range.substring(0, dash), text);
    int to = dash < 0 ? from : status(range.substring(dash + 1), text);
    checkOrder(from, to, text);
    return new Item.Statuses(from, to);
  }

  private static int status(String digits, String text) {
    if (digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int status = Integer.parseInt(digits);
      if (status >= MIN_STATUS && status <= MAX_STATUS) {
        return status;
      }
    }
    throw wrong(
        text,
        "is not a valid HTTP status; use status:N with N from 100 to 599, status:A-B or"
            + " status:5xx");
  }

  private static Item exitCodes(String range, String text) {
    int dash = range.indexOf('-');
    int from = exitCode(dash < 0 ? range : range.substring(0, dash), text);
    int to = dash < 0 ? from : exitCode(range.substring(dash + 1), text);
    checkOrder(from, to, text);
    return new Item.ExitCodes(from, to);
  }

  private static int exitCode(String digits, String text) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw wrong(
          text,
          "is not a valid outcome; use exit:N, exit:A-B, signal, signal:NAME, timeout, not-found,"
              + " not-executable or any, separated by commas, or stdout~REGEX; for HTTP, status:N,"
              + " status:A-B, status:5xx, rate-limited, dns, connect, tls, read, or body~REGEX");
    }
    if (digits.length() > 3 || Integer.parseInt(digits) > MAX_EXIT_CODE) {
      throw wrong(text, "is not a valid exit code, 0 to 255; for an HTTP status, use status:N");
    }
    return Integer.parseInt(digits);
  }

  private static void checkOrder(int from, int to, String text) {
    if (from > to) {
      throw wrong(text, "is not a valid range; write the lower number first");
    }
  }

  private static IllegalArgumentException wrong(String item, String why) {
    String shown = item.length() > SHOWN ? item.substring(0, SHOWN) + "..." : item;
    return new IllegalArgumentException("'" + shown + "' " + why);
  }
}
