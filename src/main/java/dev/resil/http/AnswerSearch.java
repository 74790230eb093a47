package dev.resil.http;

import dev.resil.http.wire.Fields;
import dev.resil.outcome.LineWatcher;
import dev.resil.outcome.OutputPattern;
import dev.resil.outcome.OutputPattern.Stream;
import dev.resil.text.RawText;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Searches an answer for patterns while it arrives. */
final class AnswerSearch {
  private final Set<OutputPattern> patterns;
  private final BooleanSupplier cancelled;
  private final Set<OutputPattern> found = ConcurrentHashMap.newKeySet();

  /**
   * A search.
   *
   * @param cancelled whether to search no further
   */
  AnswerSearch(Set<OutputPattern> patterns, BooleanSupplier cancelled) {
    this.patterns = patterns;
    this.cancelled = cancelled;
  }

  /** The patterns found so far. May be called from any thread. */
  Set<OutputPattern> found() {
    return Set.copyOf(found);
  }

  /** Searches a head. */
  void head(ResponseHead head) {
    Optional<Part> part = part(Stream.HEADER);
    if (part.isPresent()) {
      for (Fields.Field field : head.headers().all()) {
        byte[] bytes = RawText.encode(field.name() + ": " + field.value() + "\n");
        part.get().search(bytes, bytes.length);
      }
      part.get().end();
    }
  }

  /** The search of a body; empty if no pattern is about it. */
  Optional<Part> body() {
    return part(Stream.BODY);
  }

  private Optional<Part> part(Stream stream) {
    return LineWatcher.of(patterns.stream().filter(pattern -> pattern.stream() == stream).toList())
        .map(Part::new);
  }

  /** A part of the answer. */
  final class Part {
    private final LineWatcher watcher;

    private Part(LineWatcher watcher) {
      this.watcher = watcher;
    }

    void search(byte[] bytes, int length) {
      for (int at = 0; at < length && !cancelled.getAsBoolean(); ) {
        at = watcher.search(bytes, at, length);
        found.addAll(watcher.found());
      }
    }

    /** Whether all patterns have been found. */
    boolean isDone() {
      return watcher.isDone();
    }

    /** An incomplete last line counts as well. */
    void end() {
      if (!cancelled.getAsBoolean()) {
        watcher.end();
        found.addAll(watcher.found());
      }
    }
  }
}
