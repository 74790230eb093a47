package dev.resil.outcome;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A set of outcomes, written as a LIST, which {@link OutcomeParser} reads.
 *
 * @param items its items; an outcome is in the set if it matches one of them and none is excluded
 */
public record OutcomeSet(List<Item> items) {
  /** No outcome at all. */
  public static final OutcomeSet NONE = new OutcomeSet(List.of());

  /** Every outcome. */
  public static final OutcomeSet ANY = new OutcomeSet(List.of(new Item.Any()));

  static final String NOT = "!";
  static final String EXIT = "exit:";
  static final String SIGNAL = "signal:";
  static final String STATUS = "status:";

  /** One item of a LIST. */
  public sealed interface Item {
    /** Whether an outcome matches. */
    boolean matches(Outcome outcome);

    /**
     * Whether an attempt matches.
     *
     * @param printed the patterns found in its output
     */
    default boolean matches(Outcome outcome, Set<OutputPattern> printed) {
      return matches(outcome);
    }

    /** Its form in a LIST. */
    String text();

    /** The kind of attempt that it applies to; empty for any. */
    default Optional<AttemptKind> subject() {
      return Optional.of(AttemptKind.COMMAND);
    }

    /** {@code stdout~REGEX} and the other patterns. */
    record Printed(OutputPattern pattern) implements Item {
      @Override
      public boolean matches(Outcome outcome) {
        return false;
      }

      @Override
      public boolean matches(Outcome outcome, Set<OutputPattern> printed) {
        return printed.contains(pattern);
      }

      @Override
      public String text() {
        return pattern.text();
      }

      @Override
      public Optional<AttemptKind> subject() {
        return Optional.of(pattern.subject());
      }
    }

    /** {@code any}. */
    record Any() implements Item {
      @Override
      public boolean matches(Outcome outcome) {
        return true;
      }

      @Override
      public String text() {
        return "any";
      }

      @Override
      public Optional<AttemptKind> subject() {
        return Optional.empty();
      }
    }

    /** {@code exit:A-B}, both ends included. */
    record ExitCodes(int from, int to) implements Item {
      @Override
      public boolean matches(Outcome outcome) {
        return outcome instanceof Outcome.Exit(int code) && code >= from && code <= to;
      }

      @Override
      public String text() {
        return EXIT + from + (from == to ? "" : "-" + to);
      }
    }

    /** {@code signal}, {@code signal:NAME} or {@code signal:A-B}, including both ends. */
    record EndedBySignal(int from, int to) implements Item {
      /** Any signal. */
      static final EndedBySignal ANY = new EndedBySignal(1, Integer.MAX_VALUE);

      @Override
      public boolean matches(Outcome outcome) {
        return outcome instanceof Outcome.Signal(int signal) && signal >= from && signal <= to;
      }

      @Override
      public String text() {
        if (equals(ANY)) {
          return "signal";
        }
        return SIGNAL + Signals.name(from) + (from == to ? "" : "-" + Signals.name(to));
      }
    }

    /** {@code !ITEM}: what the item matches is not in the set, whatever else matches it. */
    record Not(Item excluded) implements Item {
      @Override
      public boolean matches(Outcome outcome) {
        return false;
      }

      @Override
      public String text() {
        return NOT + excluded.text();
      }

      @Override
      public Optional<AttemptKind> subject() {
        return excluded.subject();
      }
    }

    /** {@code timeout}, and its two kinds {@code timeout:attempt} and {@code timeout:idle}. */
    enum TimedOut implements Item {
      /** Any timeout. */
      ANY("timeout"),
      /** The time limit of the attempt, or of the run. */
      ATTEMPT("timeout:attempt"),
      /** An attempt that printed nothing for too long. */
      IDLE("timeout:idle");

      private final String text;

      TimedOut(String text) {
        this.text = text;
      }

      @Override
      public boolean matches(Outcome outcome) {
        return outcome instanceof Outcome.Timeout timeout
            && (this == ANY || timeout.silence().isPresent() == (this == IDLE));
      }

      @Override
      public String text() {
        return text;
      }

      @Override
      public Optional<AttemptKind> subject() {
        return this == IDLE ? Optional.of(AttemptKind.COMMAND) : Optional.empty();
      }
    }

    /** {@code not-found}. */
    record Missing() implements Item {
      @Override
      public boolean matches(Outcome outcome) {
        return outcome instanceof Outcome.NotFound;
      }

      @Override
      public String text() {
        return "not-found";
      }
    }

    /** {@code not-executable}. */
    record Unusable() implements Item {
      @Override
      public boolean matches(Outcome outcome) {
        return outcome instanceof Outcome.NotExecutable;
      }

      @Override
      public String text() {
        return "not-executable";
      }
    }

    /** {@code status:A-B}, both ends included. */
    record Statuses(int from, int to) implements Item {
      @Override
      public boolean matches(Outcome outcome) {
        return outcome instanceof Outcome.Status(int code, _) && code >= from && code <= to;
      }

      @Override
      public String text() {
        return STATUS + from + (from == to ? "" : "-" + to);
      }

      @Override
      public Optional<AttemptKind> subject() {
        return Optional.of(AttemptKind.REQUEST);
      }
    }

    /** {@code rate-limited}. */
    record RateLimited() implements Item {
      @Override
      public boolean matches(Outcome outcome) {
        return outcome instanceof Outcome.Status(_, boolean limited) && limited;
      }

      @Override
      public String text() {
        return "rate-limited";
      }

      @Override
      public Optional<AttemptKind> subject() {
        return Optional.of(AttemptKind.REQUEST);
      }
    }

    /** {@code connect} and the other {@link Fault}s. */
    record Failed(Fault fault) implements Item {
      @Override
      public boolean matches(Outcome outcome) {
        return outcome instanceof Outcome.Unanswered unanswered && unanswered.fault() == fault;
      }

      @Override
      public String text() {
        return fault.text();
      }

      @Override
      public Optional<AttemptKind> subject() {
        return Optional.of(AttemptKind.REQUEST);
      }
    }
  }

  /** Copies the list. */
  public OutcomeSet {
    items = List.copyOf(items);
  }

  /** Whether an attempt without output is in the set. */
  public boolean contains(Outcome outcome) {
    return contains(outcome, Set.of());
  }

  /**
   * Whether an attempt is in the set.
   *
   * @param printed the patterns found in its output
   */
  public boolean contains(Outcome outcome, Set<OutputPattern> printed) {
    boolean listed = false;
    for (Item item : items) {
      if (item instanceof Item.Not(Item excluded) && excluded.matches(outcome, printed)) {
        return false;
      }
      listed |= item.matches(outcome, printed);
    }
    return listed;
  }

  /** Its patterns. */
  public Set<OutputPattern> patterns() {
    Set<OutputPattern> patterns = new HashSet<>();
    for (Item item : items) {
      Item wanted = item instanceof Item.Not(Item excluded) ? excluded : item;
      if (wanted instanceof Item.Printed(OutputPattern pattern)) {
        patterns.add(pattern);
      }
    }
    return patterns;
  }

  /** Its first item that does not apply to a kind of attempt. */
  public Optional<Item> inapplicable(AttemptKind kind) {
    return items.stream()
        .filter(item -> item.subject().filter(other -> other != kind).isPresent())
        .findFirst();
  }

  /** This set, or another one if this set is empty or only excludes items, without these. */
  public OutcomeSet orElse(OutcomeSet other) {
    return items.stream().allMatch(Item.Not.class::isInstance) ? other.and(this) : this;
  }

  /** This set, or every outcome without its items if it only excludes items. */
  public OutcomeSet orAnyIfOnlyExcluding() {
    return items.isEmpty() ? this : orElse(ANY);
  }

  /** The union of both sets. */
  public OutcomeSet and(OutcomeSet other) {
    List<Item> all = new ArrayList<>(items);
    all.addAll(other.items);
    return new OutcomeSet(all);
  }

  /** This set without the items that the other set also lists. */
  public OutcomeSet without(OutcomeSet other) {
    return new OutcomeSet(items.stream().filter(item -> !other.items.contains(item)).toList());
  }
}
