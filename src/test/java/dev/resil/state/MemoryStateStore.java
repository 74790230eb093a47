package dev.resil.state;

import dev.resil.time.Deadline;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A store for tests of its users: records in memory; every holder is alive. */
public final class MemoryStateStore implements StateStore {
  private final Map<String, Map<String, Object>> kinds = new TreeMap<>();
  private final Clock clock;

  /** A store with the time of a clock. */
  public MemoryStateStore(Clock clock) {
    this.clock = clock;
  }

  private Map<String, Object> records(RecordFormat<?> format) {
    return kinds.computeIfAbsent(format.kind(), _ -> new TreeMap<>());
  }

  @Override
  public <R, T> T update(
      RecordFormat<R> format,
      String name,
      Function<View<R>, Update<R, T>> change,
      Deadline deadline) {
    Update<R, T> update = change.apply(read(format, name));
    update.write().ifPresent(write -> records(format).put(name, write.record()));
    return update.answer();
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> View<R> read(RecordFormat<R> format, String name) {
    return new View<>(
        clock.instant(), Optional.ofNullable((R) records(format).get(name)), new Everybody());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> Listing<R> list(RecordFormat<R> format) {
    return new Listing<>(
        clock.instant(),
        records(format).values().stream().map(record -> (R) record).toList(),
        List.of(),
        new Everybody());
  }

  @Override
  public boolean remove(RecordFormat<?> format, String name) {
    return records(format).remove(name) != null;
  }

  private static final class Everybody implements Holders {
    @Override
    public String self() {
      return "self";
    }

    @Override
    public String host() {
      return "localhost";
    }

    @Override
    public boolean isAlive(String holder) {
      return true;
    }
  }
}
