package dev.resil.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.resil.breaker.Breaker;
import dev.resil.breaker.BreakerEvent;
import dev.resil.breaker.BreakerName;
import dev.resil.breaker.BreakerPolicy;
import dev.resil.breaker.BreakerState;
import dev.resil.breaker.Decision;
import dev.resil.breaker.Permit;
import dev.resil.breaker.Verdict;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.store.BreakerRecord;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.simulation.DiskKind;
import dev.resil.simulation.Hazard;
import dev.resil.simulation.Machine;
import dev.resil.simulation.SimulatedFileSystem;
import dev.resil.simulation.SimulatedProcess;
import dev.resil.stats.StoredTallies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Many processes on one breaker in a folder of a simulated {@link Machine}. While it runs it checks
 * that no more probes run than are permitted, that no rejection is for longer than the policy says,
 * and after each power cut that the record is one that was stored, and no older than the last that
 * must have survived.
 */
final class FolderSimulation {
  private static final BreakerName NAME = new BreakerName("b");
  private static final BreakerFormat FORMAT = new BreakerFormat();
  private static final String FOLDER = "/home/state";
  private static final String FILE = FOLDER + "/breaker/b.json";
  private static final String RUNS = "runs";
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final Duration FORCED = Duration.ofSeconds(40);

  /** Longer than any callers' queue takes. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final Machine machine;
  private final Random random;
  private final DiskKind kind;
  private final Set<Hazard> hazards;
  private final BreakerPolicy policy;
  private final boolean byUsers;
  private final SimulatedFileSystem outside;
  private final List<Probe> probes = new ArrayList<>();

  /** Every content that the record's file had, and which of them each process put there last. */
  private final List<byte[]> stored = new ArrayList<>();

  private final Map<Integer, Integer> storedBy = new HashMap<>();

  /** The last content that a power cut must not undo; -1 for none. */
  private int lasting = -1;

  private boolean powerWasCut;

  /** Reports that were sent, and those whose receipt the store confirmed since the power cut. */
  long sent;

  long confirmed;

  /** Counted rejections, and counted runs that were sent and confirmed. */
  long rejected;

  long runsSent;
  long runsConfirmed;

  /** Calls that could not ask, or not report. */
  long failures;

  /** Damaged records that were moved away. */
  long damaged;

  private record Probe(Permit permit, SimulatedProcess process, Instant granted) {}

  /**
   * A simulation.
   *
   * @param byUsers whether users reset the breaker and force it open meanwhile
   */
  FolderSimulation(
      long seed, DiskKind kind, Set<Hazard> hazards, BreakerPolicy policy, boolean byUsers) {
    this.machine = new Machine(seed, kind, hazards);
    this.random = machine.random();
    this.kind = kind;
    this.hazards = hazards;
    this.policy = policy;
    this.byUsers = byUsers;
    this.outside = new SimulatedFileSystem(machine);
    machine.whenRenamed(this::renamed);
    machine.whenEnded(process -> probes.removeIf(probe -> probe.process() == process));
    machine.afterPowerCut(this::afterPowerCut);
  }

  /** Runs callers with so many calls each, and a process for each call, until all have ended. */
  void run(int callers, int calls) throws Throwable {
    for (int i = 0; i < callers; i++) {
      machine.schedule().start(() -> call(calls));
    }
    machine.schedule().run();
  }

  Machine machine() {
    return machine;
  }

  /** The breaker as a process sees it that comes later. */
  BreakerState state() throws StateException {
    return machine.quietly(() -> {
      try {
        return store(outside, Strictness.STRICT)
            .read(FORMAT, NAME.value())
            .record()
            .map(BreakerRecord::state)
            .orElse(BreakerState.FRESH);
      } catch (StateException e) {
        damaged(e.getMessage());
        return BreakerState.FRESH;
      }
    });
  }

  /** The counted runs. */
  long runs() throws StateException {
    return machine.quietly(() -> {
      Tallied tallied = new StoredTallies(store(outside, Strictness.STRICT)).of("r");
      return tallied.counts().getOrDefault("r", Counts.NONE).get(RUNS);
    });
  }

  /** Whether a later process can write at once, whatever the others left. */
  boolean isUnlocked() throws StateException {
    outside.nextProcess();
    return machine.quietly(() -> {
      long before = machine.schedule().nanos();
      new StoredBreaker(store(outside, Strictness.LENIENT), NAME, Optional.of(policy))
          .report(
              new BreakerEvent.Report(
                  Optional.empty(), Verdict.NEUTRAL, Duration.ofSeconds(1), "exit:0"));
      return machine.schedule().nanos() == before;
    });
  }

  /** Whether a call is permitted once the policy's time is over, whatever happened before. */
  boolean permitsLater() throws StateException {
    Duration wait =
        policy.recoveryTimeout().compareTo(FORCED) > 0 ? policy.recoveryTimeout() : FORCED;
    Instant later = machine.now().plus(wait).plus(LEASE);
    // a look now corrects the times of a clock that was set back
    BreakerState state = state();
    for (Instant at : List.of(machine.now(), later)) {
      state = Breaker.apply(state, new BreakerEvent.Expire(), at, policy).state();
    }
    return Breaker.apply(state, new BreakerEvent.Ask("h", LEASE, _ -> true), later, policy)
            .decision()
        instanceof Decision.Permitted;
  }

  private FileStateStore store(SimulatedFileSystem files, Strictness strictness) {
    return store(files.getPath(FOLDER), strictness, holders(files));
  }

  /** A store in another folder, perhaps a real one, with this machine's time. */
  FileStateStore store(Path folder, Strictness strictness, Holders holders) {
    return new FileStateStore(
        folder,
        strictness,
        this::damaged,
        clock(machine::now),
        holders,
        new LockTimeout(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            machine.schedule()::nanos,
            this::await,
            machine.schedule()::start));
  }

  private static Clock clock(InstantSource source) {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return source.instant();
      }
    };
  }

  Holders holders(SimulatedFileSystem files) {
    return new Holders() {
      @Override
      public String self() {
        return Integer.toString(files.process().number());
      }

      @Override
      public String host() {
        return "host";
      }

      @Override
      public boolean isAlive(String holder) {
        return machine.isAlive(Integer.parseInt(holder));
      }
    };
  }

  private boolean await(LockTimeout.Lock lock, long nanos)
      throws IOException, InterruptedException {
    long end = machine.schedule().nanos() + nanos;
    while (!lock.within(0)) {
      long left = end - machine.schedule().nanos();
      if (left <= 0) {
        return false;
      }
      machine.schedule().sleep(Math.min(left, 1 + random.nextInt(20_000_000)));
    }
    return true;
  }

  private void damaged(String notice) {
    damaged++;
    boolean excused =
        powerWasCut && (kind == DiskKind.UNORDERED || lasting < 0 || !notice.contains(FILE));
    if (!excused) {
      throw new AssertionError(notice);
    }
    if (notice.contains(FILE)) {
      lasting = -1;
    }
  }

  private void renamed(SimulatedProcess process, String target) {
    if (target.equals(FILE)) {
      storedBy.put(process.number(), stored.size());
      stored.add(machine.content(FILE).orElseThrow());
    }
  }

  private void afterPowerCut() {
    powerWasCut = true;
    Optional<byte[]> content = machine.content(FILE);
    int found = content.map(all -> latest(all)).orElse(-1);
    boolean whole = found >= 0;
    // on such a file system, the content of the last rename may be missing
    boolean torn = kind == DiskKind.UNORDERED && content.isPresent() && lasting < stored.size() - 1;
    if (found < lasting && (whole || !torn)) {
      throw new AssertionError(
          "after a power cut: no %d of %d, though no %d was to last"
              .formatted(found, stored.size(), lasting));
    }
    if (!whole && content.flatMap(FolderSimulation::state).isPresent()) {
      throw new AssertionError(
          "a record that was never stored: " + new String(content.get(), UTF_8));
    }
    confirmed = content.flatMap(FolderSimulation::state).map(FolderSimulation::calls).orElse(0L);
    runsConfirmed = 0;
    if (!whole) {
      lasting = -1;
    } else {
      // on the disk now
      stored.add(content.orElseThrow());
      lasting = stored.size() - 1;
    }
  }

  /** The last of the stored contents that is the same, but for a line feed at its end. */
  private int latest(byte[] content) {
    for (int i = stored.size() - 1; i >= 0; i--) {
      byte[] all = stored.get(i);
      int length = content.length == all.length - 1 ? content.length : all.length;
      if (Arrays.equals(all, 0, length, content, 0, content.length)) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<BreakerState> state(byte[] content) {
    try {
      return Optional.of(FORMAT.decode(content).state());
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
  }

  private static long calls(BreakerState state) {
    return state.statistics().totalCalls();
  }

  /** One caller after the other: a process for each call. */
  private void call(int calls) {
    SimulatedFileSystem files = new SimulatedFileSystem(machine);
    for (int i = 0; i < calls; i++) {
      Caller caller = new Caller(files);
      machine.survive(caller);
      files.end();
      machine.schedule().sleep(random.nextLong(LONGEST_PAUSE.toNanos()));
    }
  }

  /** One process: a run with some attempts. */
  private final class Caller implements Runnable {
    private final SimulatedProcess process;
    private final FileStateStore store;
    private final StoredBreaker breaker;

    Caller(SimulatedFileSystem files) {
      this.process = files.nextProcess();
      this.store = store(files, random.nextInt(4) == 0 ? Strictness.STRICT : Strictness.LENIENT);
      this.breaker = new StoredBreaker(store, NAME, Optional.of(policy));
    }

    @Override
    public void run() {
      if (byUsers && random.nextInt(12) == 0) {
        tried(this::decide);
        return;
      }
      for (int attempts = 1 + random.nextInt(3); attempts > 0; attempts--) {
        tried(this::attempt);
      }
      if (random.nextInt(4) == 0) {
        tried(this::count);
      }
    }

    private interface Action {
      void run() throws StateException;
    }

    private void tried(Action action) {
      try {
        action.run();
      } catch (StateException e) {
        failures++;
        if (!isExcused(e)) {
          throw new AssertionError(e);
        }
      }
    }

    private boolean isExcused(StateException e) {
      return switch (e.problem()) {
        case BUSY -> hazards.contains(Hazard.STOPPED);
        case FULL -> hazards.contains(Hazard.FULL);
        case DAMAGED -> damagedForStrict(e);
        default -> hazards.contains(Hazard.ERROR) || hazards.contains(Hazard.FULL);
      };
    }

    /** A strict store reports a damaged record, and leaves it. */
    private boolean damagedForStrict(StateException e) {
      return powerWasCut
          && (kind == DiskKind.UNORDERED || lasting < 0 || !e.getMessage().contains(FILE));
    }

    private void attempt() throws StateException {
      StoredBreaker.Applied asked = breaker.ask(LEASE);
      acknowledged(asked);
      switch (asked.decision()) {
        case Decision.Permitted(Permit permit) -> {
          probe(permit);
          machine.schedule().sleep(random.nextLong(LONGEST_PAUSE.toNanos()));
          report(permit);
        }
        case Decision.Rejected no -> {
          rejected++;
          if (no.nextProbe().isPresent() && no.nextProbe().get().compareTo(longest()) > 0) {
            throw new AssertionError("rejected for " + no.nextProbe().get());
          }
        }
        case Decision.Noted _ -> throw new AssertionError("no answer");
      }
    }

    private Duration longest() {
      Duration recovery = policy.recoveryTimeout();
      Duration longer = recovery.compareTo(LEASE) > 0 ? recovery : LEASE;
      return byUsers && FORCED.compareTo(longer) > 0 ? FORCED : longer;
    }

    private void report(Permit permit) throws StateException {
      Verdict verdict = random.nextInt(3) == 0 ? Verdict.SUCCESS : Verdict.FAILURE;
      sent++;
      probes.removeIf(probe -> probe.permit().equals(permit) && probe.process() == process);
      acknowledged(
          breaker.report(
              new BreakerEvent.Report(
                  Optional.of(permit), verdict, Duration.ofSeconds(1), "exit:1")));
      confirmed++;
    }

    private void acknowledged(StoredBreaker.Applied applied) {
      if (applied.before().generation() != applied.after().generation()) {
        lasting = Math.max(lasting, storedBy.getOrDefault(process.number(), -1));
      }
    }

    private void probe(Permit permit) {
      // if the clock may have been set since, it is not known which leases had expired
      if (permit.isProbe() && !hazards.contains(Hazard.CLOCK)) {
        Instant now = machine.now();
        probes.removeIf(probe -> !probe.granted().plus(LEASE).isAfter(now));
        probes.add(new Probe(permit, process, now));
        long held =
            probes.stream()
                .filter(probe -> probe.permit().generation() == permit.generation())
                .count();
        if (held > policy.halfOpenMaxCalls()) {
          throw new AssertionError(held + " probes at once: " + probes);
        }
      }
    }

    /** A user's decision, or a look. */
    private void decide() throws StateException {
      switch (random.nextInt(4)) {
        case 0 -> acknowledged(breaker.reset());
        case 1 -> {
          breaker.forceOpen(Optional.of(FORCED));
          lasting = Math.max(lasting, storedBy.getOrDefault(process.number(), -1));
        }
        case 2 -> {
          StoredBreaker.resetAll(store);
          lasting = Math.max(lasting, storedBy.getOrDefault(process.number(), -1));
        }
        default -> store.list(FORMAT);
      }
    }

    private void count() throws StateException {
      SortedMap<String, Long> fields = new TreeMap<>();
      fields.put(RUNS, 1L);
      for (int i = 0; i < 30; i++) {
        fields.put("f" + random.nextInt(200), 1L);
      }
      runsSent++;
      new StoredTallies(store).add("r", new Counts(fields), Counts.Bounds.NONE);
      runsConfirmed++;
    }
  }
}
