package dev.resil.wait.check;

import dev.resil.http.Probes;
import dev.resil.http.TlsPolicy;
import dev.resil.http.wire.Connector;
import dev.resil.outcome.Fault;
import dev.resil.outcome.OutcomeSet;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.process.ProcFs;
import dev.resil.tls.Tls;
import dev.resil.tls.TlsException;
import dev.resil.wait.Answer;
import dev.resil.wait.Condition;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Makes the checks of all conditions but command lines. */
final class Checks {
  private final Posix posix;
  private final CheckPolicy policy;
  private final OutcomeSet failFast;
  private final Optional<Duration> timeout;
  private final InstantSource wall;
  private final LongSupplier clock;

  /** Those that remember something from one check to the next. */
  private final Map<Condition, Check> kept = new HashMap<>();

  private Optional<Probes> probes = Optional.empty();
  private Optional<Tls> tls = Optional.empty();

  /**
   * Checks.
   *
   * @param failFast whose patterns are searched for in responses
   * @param timeout of a check
   * @param clock monotonic, in nanoseconds
   */
  Checks(
      Posix posix,
      CheckPolicy policy,
      OutcomeSet failFast,
      Optional<Duration> timeout,
      InstantSource wall,
      LongSupplier clock) {
    this.posix = posix;
    this.policy = policy;
    this.failFast = failFast;
    this.timeout = timeout;
    this.wall = wall;
    this.clock = clock;
  }

  /** A check of a condition. */
  Check of(Condition condition) {
    return switch (condition) {
      case Condition.Tcp(var place) -> ConnectionCheck.tcp(place, ConnectionCheck.Talk.NONE);
      case Condition.Tls(var place) ->
          ConnectionCheck.tcp(
              place,
              new TlsTalk(this::tls, policy.connection(), place, policy.minValidity(), wall));
      case Condition.Redis(var address) -> new RedisCheck(address, timeout);
      case Condition.Database database ->
          switch (database.kind()) {
            case POSTGRES -> new PostgresCheck(database);
            case MYSQL -> ConnectionCheck.tcp(database.place(), MySql::greeting);
          };
      case Condition.Unix(var path) -> ConnectionCheck.unix(path);
      case Condition.File file ->
          kept.computeIfAbsent(file, _ -> new FileCheck(file, policy.stable(), clock));
      case Condition.Pid(int pid) ->
          kept.computeIfAbsent(condition, _ -> ProcessCheck.ofPid(new ProcFs(posix), pid));
      case Condition.Named(String name) ->
          ProcessCheck.ofName(new ProcFs(posix), name, posix.pid());
      case Condition.Dns(String name) -> () -> resolved(name);
      case Condition.Http(var address) -> new HttpCheck(probes().to(address), policy.success());
      case Condition.After(var time) ->
          () ->
              wall.instant().isBefore(time)
                  ? Answer.fails("not yet")
                  : Answer.holds("the time has come");
      case Condition.Cmd _ -> throw new IllegalArgumentException("runs as a process");
    };
  }

  /** The authorities, which are read when they are first needed. */
  private synchronized Tls tls() throws TlsException {
    if (tls.isEmpty()) {
      TlsPolicy trust = policy.connection().tls();
      tls =
          Optional.of(
              trust.insecure()
                  ? Tls.insecure(trust.files())
                  : Tls.of(trust.files(), RawEnvironment::get));
    }
    return tls.get();
  }

  private Probes probes() {
    Probes shared =
        probes.orElseGet(() ->
            new Probes(
                policy.connection(),
                policy.headers(),
                policy.userAgent(),
                policy.success(),
                failFast));
    probes = Optional.of(shared);
    return shared;
  }

  private static Answer resolved(String name) {
    try {
      return Answer.holds(
          "resolves to "
              + Connector.addresses(name).stream()
                  .map(InetAddress::getHostAddress)
                  .sorted()
                  .collect(Collectors.joining(", ")));
    } catch (UnknownHostException e) {
      return ConnectionCheck.failed(Fault.DNS, "cannot be resolved");
    }
  }
}
