package dev.resil.app;

import dev.resil.cli.options.LimitSettings;
import dev.resil.io.EventLoop;
import dev.resil.json.JsonPart;
import dev.resil.limit.Demand;
import dev.resil.limit.LimitName;
import dev.resil.limit.store.SharedPermit;
import dev.resil.limit.store.StoredBudget;
import dev.resil.limit.store.StoredLimit;
import dev.resil.posix.Posix;
import dev.resil.process.RunVariables;
import dev.resil.report.LimitPolicyJson;
import dev.resil.run.Gate;
import dev.resil.run.RunEvent;
import dev.resil.run.RunListener;
import dev.resil.run.SharedBudget;
import dev.resil.run.Turnstile;
import dev.resil.state.StateStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Wires the parts that only limits need, so that a run without them does not load them. */
final class LimitAssembly {
  /** The fencing number of the run's lock: a number that only grows. */
  private static final String TOKEN = "RESIL_LOCK_TOKEN";

  private final LimitSettings settings;
  private final Optional<String> place;
  private final StoredLimit.Caller caller;
  private final Posix posix;
  private final EventLoop events;
  private final RunListener listener;
  private final RunVariables variables;

  /**
   * The limits of a run.
   *
   * @param place the value of {@code --state}
   * @param caller the run
   * @param variables get the lock's token
   */
  LimitAssembly(
      LimitSettings settings,
      Optional<String> place,
      StoredLimit.Caller caller,
      Posix posix,
      EventLoop events,
      RunListener listener,
      RunVariables variables) {
    this.settings = settings;
    this.place = place;
    this.caller = caller;
    this.posix = posix;
    this.events = events;
    this.listener = listener;
    this.variables = variables;
  }

  /**
   * A gate that heeds the limits.
   *
   * @param gate the gate without them
   * @param shared the run's store
   */
  Gate around(Gate gate, Supplier<StateStore> shared) {
    Optional<SharedPermit> lock =
        settings
            .lock()
            .map(wanted ->
                permit(
                    wanted.name(),
                    Demand.LOCK,
                    wanted.strict(),
                    ofLock(wanted.strict(), this::notice),
                    () -> ofLock(wanted.strict(), _ -> {}),
                    token -> variables.add(Map.of(TOKEN, Long.toString(token)))));
    Optional<SharedPermit> attempts =
        settings
            .attempts()
            .map(wanted ->
                permit(
                    wanted.name(),
                    wanted.demand(),
                    wanted.strict(),
                    shared.get(),
                    () -> StateStores.stores(place, wanted.strict(), _ -> {}).records(),
                    _ -> {}));
    return gate.within(lock.map(this::turnstile), attempts.map(this::turnstile))
        .spending(settings.budget().map(wanted -> budget(wanted, shared.get())));
  }

  private SharedBudget budget(LimitSettings.Retries wanted, StateStore store) {
    return new StoredBudget(
        new StoredLimit(store, wanted.name(), caller), wanted.budget(), wanted.strict(), listener);
  }

  /** A damaged record must not set a lock free, nor a host's own folder stand in for the shared. */
  private StateStore ofLock(boolean strict, Consumer<String> notices) {
    StateStore store = StateStores.stores(place, strict, notices).records();
    return strict ? store.deciding() : store;
  }

  private void notice(String text) {
    listener.on(new RunEvent.StateNotice(text));
  }

  private SharedPermit permit(
      LimitName name,
      Demand demand,
      boolean strict,
      StateStore store,
      Supplier<StateStore> again,
      LongConsumer granted) {
    return new SharedPermit(
        new StoredLimit(store, name, caller),
        demand,
        strict,
        listener,
        posix,
        events,
        () -> new StoredLimit(again.get(), name, caller),
        granted);
  }

  private Turnstile turnstile(SharedPermit permit) {
    return new Turnstile(permit, settings.whenLimited(), settings.longestWait());
  }

  /** The policy in force, for a report. */
  static JsonPart policy(LimitSettings settings) {
    return new LimitPolicyJson(
        settings.lock().map(lock -> lock.name().value()),
        settings.attempts().map(LimitSettings.Attempts::demand),
        settings.budget().map(LimitSettings.Retries::budget),
        settings.whenLimited(),
        settings.longestWait());
  }
}
