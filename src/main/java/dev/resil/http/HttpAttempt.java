package dev.resil.http;

import dev.resil.io.Copies;
import dev.resil.io.DrainResult;
import dev.resil.io.EventLoop;
import dev.resil.io.LiveSink;
import dev.resil.io.Spool;
import dev.resil.io.Wakeup;
import dev.resil.outcome.Fault;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutcomeSet;
import dev.resil.outcome.OutputPattern;
import dev.resil.posix.Posix;
import dev.resil.posix.ReceivedSignal;
import dev.resil.run.Attempt;
import dev.resil.run.Judge;
import dev.resil.run.ProgressGauge;
import dev.resil.run.RetryAdvice;
import dev.resil.text.Durations;
import dev.resil.text.RawText;
import dev.resil.time.Deadline;
import dev.resil.tls.TlsFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** An attempt that is an HTTP request. */
public final class HttpAttempt implements Attempt {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final Posix posix;
  private final EventLoop events;
  private final RequestSpec spec;
  private final Client client;
  private final ConnectionPolicy connection;
  private final OutputPolicy output;
  private final RepeatPolicy repeat;
  private final Set<OutputPattern> patterns;
  private final OutcomeSet success;
  private final ProgressGauge gauge;
  private final Copies copies;
  private final Optional<String> identity;
  private final AnswerReceiver receiver;
  private Optional<Revalidation> revalidation = Optional.empty();
  private boolean begun;
  private Optional<Wakeup> wakeup = Optional.empty();
  private Optional<Answer> last = Optional.empty();
  private boolean interrupted;

  /**
   * A request that is sent for each attempt.
   *
   * @param judge names the patterns searched for in answers, and the answers that are shown
   * @param gauge shows the progress of a transfer
   * @param copies keeps a successful answer written to stdout
   * @param identity a hash of all that determines the answer; empty if it is not kept
   */
  public HttpAttempt(
      Posix posix,
      EventLoop events,
      RequestSpec spec,
      ConnectionPolicy connection,
      OutputPolicy output,
      RepeatPolicy repeat,
      Judge judge,
      ProgressGauge gauge,
      Copies copies,
      Optional<String> identity) {
    this.posix = posix;
    this.events = events;
    this.spec = spec;
    this.connection = connection;
    this.client = new Client(connection.authorizedBy(spec.headers()), spec.userAgent());
    this.output = output;
    this.repeat = repeat;
    this.patterns = Set.copyOf(judge.patterns());
    this.success = judge.success();
    this.gauge = gauge;
    this.copies = copies;
    this.identity = identity;
    this.receiver =
        new AnswerReceiver(
            new Download(newOutput(), output.sha256(), spec.accepts(), output.continued()),
            newOutput(),
            output.withHead(),
            spec.method().equals("HEAD"));
    events.hasNoCommand();
  }

  /** Whether the body of an answer is shown, or may be: patterns found in it decide. */
  private boolean wantsBody(Outcome.Status outcome) {
    return output.failedBody() || success.contains(outcome) || success.contains(outcome, patterns);
  }

  private AnswerOutput newOutput() {
    return output.naming().isPresent()
        ? new NamedOutput(posix, output.naming().get())
        : AnswerOutputs.of(output.file(), posix, events);
  }

  @Override
  public Execution execute(Request request) {
    try {
      if (spec.address().url().secure() || !connection.tls().files().equals(TlsFiles.NONE)) {
        client.tls(); // a file that cannot be used is an error before anything is sent
      }
    } catch (LocalFailureException e) {
      return Execution.of(new Outcome.ResilFailed(e.getMessage()));
    }
    receiver.next();
    if (!begun && !output.withHead()) { // else the copy has a head as well
      revalidation = Revalidation.of(spec, identity, copies);
    }
    begun = true;
    if (wakeup.isEmpty()) {
      wakeup = Optional.of(new Wakeup(posix, events));
    }
    gauge.started(request, receiver::level);
    Execution execution = new Race(wakeup.get()).run(request.deadline());
    gauge.ended();
    return execution;
  }

  /** One attempt: one exchange, or two of which the first with an answer wins. */
  private final class Race {
    private final Wakeup wakeup;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final long began = events.nanos();

    Race(Wakeup wakeup) {
      this.wakeup = wakeup;
    }

    Execution run(Deadline runDeadline) {
      start();
      Deadline end = Deadline.after(connection.timeout(), began).orSooner(runDeadline);
      Deadline hedge =
          Deadline.after(connection.hedge().filter(_ -> RepeatSafety.isSafe(spec.method())), began);
      while (true) {
        Deadline next = end.orSooner(hedge).orSooner(connectLimit()).orSooner(nextLook());
        Optional<ReceivedSignal> signal = events.await(next.left(events.nanos()), this::isOver);
        if (signal.filter(EventLoop::timesOut).isPresent()) {
          return cutOff(new Outcome.Timeout());
        } else if (signal.filter(EventLoop::stops).isPresent()) {
          return interrupted(signal.get().number());
        } else if (signal.isPresent()) {
          continue;
        } else if (isOver()) {
          return answered();
        }
        long now = events.nanos();
        if (hedge.isOver(now)) {
          hedge = Deadline.NEVER;
          if (receiver.winner().isEmpty()) {
            start();
          }
        } else if (connectLimit().isOver(now)) {
          return cutOff(notConnected());
        } else if (end.isOver(now)) {
          return cutOff(new Outcome.Timeout());
        }
      }
    }

    private void start() {
      Exchange exchange =
          new Exchange(
              client,
              spec,
              repeat.idempotencyKey(),
              connection.redirects(),
              connection.stall(),
              revalidation,
              receiver,
              patterns,
              HttpAttempt.this::wantsBody,
              wakeup::wake);
      exchanges.add(exchange);
      Thread thread = new Thread(exchange, "exchange");
      thread.setDaemon(true);
      thread.start();
    }

    /** The time limit of connecting; never if connected or without a limit. */
    private Deadline connectLimit() {
      List<OptionalLong> since = exchanges.stream().map(Exchange::connectingSince).toList();
      return since.stream().allMatch(OptionalLong::isPresent)
          ? Deadline.after(
              connection.connectTimeout(),
              since.stream().flatMapToLong(OptionalLong::stream).max().orElse(began))
          : Deadline.NEVER;
    }

    /** Ends exchanges that are too slow. */
    private Deadline nextLook() {
      long now = events.nanos();
      return exchanges.stream()
          .map(exchange -> exchange.watch(now))
          .reduce(Deadline.NEVER, Deadline::orSooner);
    }

    private Outcome notConnected() {
      Exchange shown = exchanges.getFirst();
      String limit = Durations.format(connection.connectTimeout().orElseThrow());
      return new Outcome.Unanswered(
          Fault.CONNECT,
          shown.placed(
              "no connection to %s within %s".formatted(shown.url().hostAndPort(), limit)));
    }

    /** Whether the winning exchange has ended, or all have ended without an answer. */
    private boolean isOver() {
      return receiver
          .winner()
          .map(winner -> winner.answer().isPresent())
          .orElseGet(() -> exchanges.stream().allMatch(one -> one.answer().isPresent()));
    }

    private Execution answered() {
      Exchange decisive = receiver.winner().orElseGet(exchanges::getFirst);
      exchanges.stream().filter(one -> !one.equals(decisive)).forEach(Exchange::cancel);
      return execution(decisive.answer().orElseThrow(), OptionalInt.empty());
    }

    private Execution interrupted(int signal) {
      interrupted = true;
      exchanges.forEach(Exchange::cancel);
      return execution(
          unfinished(new Outcome.Unanswered(Fault.READ, "interrupted")), OptionalInt.of(signal));
    }

    private Execution cutOff(Outcome outcome) {
      exchanges.forEach(Exchange::cancel);
      return execution(unfinished(outcome), OptionalInt.empty());
    }

    private Answer unfinished(Outcome outcome) {
      boolean sent = exchanges.stream().anyMatch(Exchange::sent);
      Exchange shown = receiver.winner().orElseGet(exchanges::getFirst);
      return new Answer(
          outcome,
          shown.printed(),
          Optional.empty(),
          shown.transfer(),
          sent,
          shown.last(),
          Optional.empty());
    }

    private Execution execution(Answer answer, OptionalInt signal) {
      last = Optional.of(answer);
      RetryAdvice after = new RepeatSafety(spec, repeat).after(answer, events.now());
      return new Execution(
          answer.outcome(),
          signal,
          answer.printed(),
          after,
          Optional.of(answer.transfer().hedged(exchanges.size() > 1)));
    }
  }

  @Override
  public Optional<Execution> conclude(Ended ended) {
    boolean wanted =
        ended.success() || (output.failedBody() && ended.outcome() instanceof Outcome.Status);
    DrainResult drained = interrupted ? new DrainResult.Complete() : output(ended, wanted);
    receiver.discard();
    if (!interrupted) {
      // as in curl, also after a failure
      DrainResult jar = cookies();
      drained = drained instanceof DrainResult.Complete ? jar : drained;
    }
    if (drained instanceof DrainResult.Complete && !interrupted) {
      drained = writeOut(ended);
    }
    return switch (drained) {
      case DrainResult.Complete complete -> Optional.empty();
      case DrainResult.Stopped(int signal) ->
          Optional.of(new Execution(ended.outcome(), OptionalInt.of(signal)));
      case DrainResult.Failed(String reason) ->
          Optional.of(Execution.of(new Outcome.ResilFailed(reason)));
    };
  }

  private DrainResult output(Ended ended, boolean wanted) {
    SideOutputs side =
        new SideOutputs(output.into(receiver.name().or(output::file)), posix, events);
    Optional<ResponseHead> head = last.flatMap(Answer::head);
    boolean content = head.filter(one -> hasContent(one, ended.outcome())).isPresent();
    boolean answered = head.isPresent() && ended.outcome() instanceof Outcome.Status;
    DrainResult drained =
        answered ? side.heads(receiver.bytesOfHeads()) : new DrainResult.Complete();
    if (wanted && drained instanceof DrainResult.Complete) {
      drained = receiver.commit(content, ended.success() ? this::keep : _ -> {});
    }
    if (answered && ended.success() && drained instanceof DrainResult.Complete) {
      drained = side.ofSuccess(head.get(), content);
    }
    return drained;
  }

  private void keep(Spool content) {
    copies.keep(
        content,
        identity
            .filter(_ -> !output.withHead())
            .flatMap(hash -> last.map(answer -> Revalidation.validators(spec, hash, answer)))
            .orElse(Map.of()));
  }

  /** Whether a response has a representation, even an empty one (RFC 9110, 6.4.1 and 15). */
  private boolean hasContent(ResponseHead head, Outcome outcome) {
    if (outcome instanceof Outcome.Status status && status.code() != head.status()) {
      return false; // nothing was missing
    }
    return switch (head.status()) {
      case 204, 205, 304 -> false;
      default -> !spec.method().equals("HEAD") || output.withHead();
    };
  }

  @Override
  public void replaced(boolean failed) {
    receiver.discard();
    cookies(); // a failure does not change the answer of the fallback
  }

  private DrainResult cookies() {
    return new SideOutputs(output, posix, events).cookies(spec.cookies());
  }

  private DrainResult writeOut(Ended ended) {
    if (output.format().isEmpty() || last.isEmpty()) {
      return new DrainResult.Complete();
    }
    WriteOut.Facts facts =
        new WriteOut.Facts(
            last.get(),
            spec,
            receiver.heads(),
            ended.outcome(),
            ended.number(),
            ended.success() ? 0 : ended.outcome().exitCode(),
            receiver.name().or(output::file));
    DrainResult drained = new DrainResult.Complete();
    for (WriteOut.Piece piece : output.format().get().expand(facts)) {
      byte[] text = RawText.encode(piece.text());
      if (drained instanceof DrainResult.Complete) {
        drained =
            switch (piece.target()) {
              case WriteOut.Stdout _ -> written(text, STDOUT);
              case WriteOut.Stderr _ -> written(text, STDERR);
              case WriteOut.ToFile(String name, boolean appended) ->
                  new SideOutputs(output, posix, events).information(name, appended, text);
            };
      }
    }
    return drained;
  }

  private DrainResult written(byte[] text, int descriptor) {
    if (text.length == 0) {
      return new DrainResult.Complete();
    }
    Spool spool = new Spool(posix, Spool.temporaryFolder());
    spool.append(text, 0, text.length);
    return DrainResult.of(spool, LiveSink.of(posix, descriptor), posix, events);
  }
}
