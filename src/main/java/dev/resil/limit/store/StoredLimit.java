package dev.resil.limit.store;

import dev.resil.limit.Answer;
import dev.resil.limit.Budget;
import dev.resil.limit.Demand;
import dev.resil.limit.Hold;
import dev.resil.limit.Kind;
import dev.resil.limit.Life;
import dev.resil.limit.Limit;
import dev.resil.limit.LimitName;
import dev.resil.limit.LimitState;
import dev.resil.limit.Owner;
import dev.resil.limit.Spent;
import dev.resil.state.Changes;
import dev.resil.state.Holders;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.state.Update;
import dev.resil.state.View;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** A limit in a store, as one run sees it. */
public final class StoredLimit {
  private static final LimitFormat FORMAT = new LimitFormat();
  private static final LimitHead.Format HEAD = new LimitHead.Format();

  /** The places in the queue that look after those who hold a permit. */
  private static final int FIRST = 2;

  private final StateStore store;
  private final LimitName name;
  private final Caller caller;

  /**
   * The run that asks.
   *
   * @param run its id
   * @param pid its process id
   * @param command the name of its command
   */
  public record Caller(String run, int pid, String command) {
    private Owner as(Holders holders) {
      return new Owner(run, holders.self(), holders.host(), pid, command);
    }
  }

  /**
   * The answer to a request.
   *
   * @param answer the answer
   * @param near the process ids of those whose end may give way, as far as they can be seen from
   *     here
   * @param counters what had happened by then
   */
  record Asked(Answer answer, List<Integer> near, LimitState.Counters counters) {}

  /** A limit by name. */
  public StoredLimit(StateStore store, LimitName name, Caller caller) {
    this.store = store;
    this.name = name;
    this.caller = caller;
  }

  LimitName name() {
    return name;
  }

  /** The same limit for one permit, which is returned to the place that granted it. */
  StoredLimit forOnePermit() {
    return new StoredLimit(store.forOneCall(), name, caller);
  }

  /** What is known of the processes behind permits. */
  public static Life.Of lives(Holders holders) {
    return holder -> {
      if (!holders.isAlive(holder)) {
        return Life.GONE;
      }
      return holders.isVisible(holder) ? Life.ALIVE : Life.UNKNOWN;
    };
  }

  /**
   * Asks for a permit.
   *
   * @param waits whether to take a place in the queue
   * @param lease how long the permit is valid without renewal
   * @param deadline when to stop waiting for the store
   * @throws StateException if the state can't be read or stored; a permit may be held all the same
   */
  Asked ask(Demand demand, boolean waits, Duration lease, Deadline deadline) throws StateException {
    Map<String, Life> known = new HashMap<>(); // a store may ask for the change twice
    return store.update(
        FORMAT,
        name.value(),
        view -> {
          LimitState before = state(view);
          Owner owner = caller.as(view.holders());
          Life.Of lives = lives(view.holders());
          Limit.Step step =
              Limit.ask(
                  before,
                  new Limit.Ask(owner, demand, waits, lease),
                  view.now(),
                  holder -> known.computeIfAbsent(holder, lives::of));
          Asked asked =
              new Asked(
                  step.answer(), near(step.answer(), view.holders()), step.state().counters());
          boolean news =
              step.answer() instanceof Answer.Granted
                  || !waits
                  || !step.state().queue().equals(before.queue())
                  || !step.state().holds().equals(before.holds());
          return news ? write(step.state(), demand.kind(), asked) : new Update.Keep<>(asked);
        },
        deadline);
  }

  /**
   * Those who hold it, for the next in the queue, and the one before it in the queue: whoever of
   * them is killed leaves a permit or a place that nobody gives up.
   */
  private static List<Integer> near(Answer answer, Holders holders) {
    if (!(answer instanceof Answer.Limited limited)) {
      return List.of();
    }
    Stream<Owner> holding =
        limited.needed().freed() <= FIRST
            ? limited.holds().stream().map(Hold::owner)
            : Stream.empty();
    return Stream.concat(holding, limited.before().stream())
        .filter(owner -> holders.isVisible(owner.holder()))
        .map(Owner::pid)
        .toList();
  }

  /**
   * What has happened so far.
   *
   * @return empty if there is no record
   * @throws StateException if it can't be read
   */
  Optional<LimitState.Counters> counters() throws StateException {
    return store.read(HEAD, name.value()).record().map(LimitHead::counters);
  }

  /**
   * Counts the first attempt of a run.
   *
   * @param deadline when to stop waiting for the store
   * @throws StateException if that can't be stored
   */
  void begun(Budget budget, Deadline deadline) throws StateException {
    store.update(
        FORMAT,
        name.value(),
        view -> write(Limit.begun(state(view), budget, view.now()), Kind.ATTEMPT, true),
        deadline);
  }

  /**
   * Asks for a retry.
   *
   * @param deadline when to stop waiting for the store
   * @return what the budget was spent for; empty if the retry may follow
   * @throws StateException if the state can't be read or stored
   */
  Optional<Spent> retry(Budget budget, Deadline deadline) throws StateException {
    return store.update(
        FORMAT,
        name.value(),
        view -> {
          LimitState before = state(view);
          Optional<LimitState> with = Limit.retried(before, budget, view.now());
          LimitState after = with.orElseGet(() -> Limit.retryRefused(before, budget, view.now()));
          return write(
              after,
              Kind.ATTEMPT,
              with.isPresent()
                  ? Optional.empty()
                  : after.ledger().map(ledger -> Spent.of(ledger, view.now())));
        },
        deadline);
  }

  /**
   * Returns a permit.
   *
   * @throws StateException if that can't be stored
   */
  void release(long number, Kind kind) throws StateException {
    change(kind, state -> Optional.of(Limit.release(state, number)));
  }

  /**
   * Returns a permit that was not used.
   *
   * @throws StateException if that can't be stored
   */
  void withdraw(long number, Demand demand) throws StateException {
    change(demand.kind(), state -> Optional.of(Limit.withdraw(state, number, demand)));
  }

  /**
   * Gives up waiting.
   *
   * @throws StateException if that can't be stored
   */
  void leave(Kind kind) throws StateException {
    store.update(
        FORMAT,
        name.value(),
        view -> {
          LimitState before = state(view);
          LimitState after = Limit.leave(before, caller.as(view.holders()), kind);
          return after.equals(before) ? new Update.Keep<>(true) : write(after, kind, true);
        });
  }

  /**
   * Says that the owner of a permit lives.
   *
   * @return false if the permit was lost
   * @throws StateException if that can't be stored
   */
  boolean renew(long number) throws StateException {
    return store.update(
        FORMAT,
        name.value(),
        view ->
            Limit.renew(state(view), number, view.now())
                .<Update<LimitRecord, Boolean>>map(
                    next -> new Update.Write<>(new LimitRecord(name, next), false, true))
                .orElseGet(() -> new Update.Keep<>(false)));
  }

  /**
   * Takes permits away from their owners.
   *
   * @param number the permit; empty for all
   * @return how many were held
   * @throws StateException if that can't be stored
   */
  public static int release(StateStore store, LimitName name, OptionalLong number)
      throws StateException {
    return store.update(
        FORMAT,
        name.value(),
        view -> {
          LimitState before = Limit.current(state(view), view.now(), lives(view.holders()));
          LimitState after = before;
          for (Hold hold : before.holds()) {
            if (number.isEmpty() || number.getAsLong() == hold.number()) {
              after = Limit.release(after, hold.number());
            }
          }
          int released = before.holds().size() - after.holds().size();
          return released == 0
              ? new Update.Keep<>(0)
              : new Update.Write<>(new LimitRecord(name, after), true, released);
        });
  }

  private void change(Kind kind, Function<LimitState, Optional<LimitState>> change)
      throws StateException {
    store.update(
        FORMAT,
        name.value(),
        view -> {
          LimitState before = state(view);
          return change
              .apply(before)
              .filter(after -> !after.equals(before))
              .<Update<LimitRecord, Boolean>>map(after -> write(after, kind, true))
              .orElseGet(() -> new Update.Keep<>(true));
        });
  }

  private static LimitState state(View<LimitRecord> view) {
    return view.record().map(LimitRecord::state).orElse(LimitState.NEW);
  }

  /** A lock must not be granted twice because a server forgot it; a rate may err a little. */
  private <T> Update<LimitRecord, T> write(LimitState state, Kind kind, T answer) {
    return new Update.Write<>(new LimitRecord(name, state), kind == Kind.LOCK, answer);
  }

  /** Notifications that the limit may have changed. */
  Changes changes() {
    return store.changes(FORMAT, name.value());
  }
}
