package dev.resil.wait;

import dev.resil.outcome.Outcome;
import dev.resil.retry.Delays;
import dev.resil.run.ConditionState;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import dev.resil.time.Deadline;
import java.time.Duration;
import java.util.Optional;

/** One condition of a wait: when to check it, and what came of it. Times are in nanoseconds. */
public final class Watch {
  private final Condition condition;
  private final WaitPolicy policy;
  private final Delays delays;
  private final long start;
  private Deadline next;
  private Deadline limit = Deadline.NEVER;
  private boolean running;
  private long answers;
  private int inARow;
  private boolean met;
  private Optional<Answer> last = Optional.empty();
  private long changed;

  Watch(Condition condition, WaitPolicy policy, long seed, long start) {
    this.condition = condition;
    this.policy = policy;
    this.delays = new Delays(policy.delays(), seed);
    this.start = start;
    this.next = Deadline.after(Duration.ZERO, start);
    this.changed = start;
  }

  /** The condition. */
  public Condition condition() {
    return condition;
  }

  /** Whether it is what the wait wants; it is not checked again then. */
  public boolean isMet() {
    return met;
  }

  /** Whether a check is to begin. */
  public boolean isDue(long now) {
    return !met && !running && next.isOver(now);
  }

  /** A check begins. */
  public void begin(long now) {
    running = true;
    limit = Deadline.after(policy.timeout(), now);
  }

  /** Whether its check has taken too long. */
  public boolean isOverdue(long now) {
    return running && limit.isOver(now);
  }

  /** When there is something to do. */
  Deadline wake() {
    return met ? Deadline.NEVER : running ? limit : next;
  }

  /**
   * A check ended without an answer.
   *
   * @return whether that is news
   */
  public boolean tooLate(long now) {
    String words = "no answer within " + Durations.format(policy.timeout().orElseThrow());
    return answered(
        condition.isRemote()
            ? Answer.fails(words, new Outcome.Timeout())
            : new Answer(Answer.State.UNKNOWN, words, Optional.of(new Outcome.Timeout())),
        now);
  }

  /**
   * A check ended.
   *
   * @return whether its answer differs from the last one
   */
  public boolean answered(Answer answer, long now) {
    running = false;
    answers++;
    boolean right = answer.state() == (policy.negated() ? Answer.State.FAILS : Answer.State.HOLDS);
    inARow = right ? inARow + 1 : 0;
    if (inARow == 1) {
      delays.restart();
    }
    met = inARow >= policy.times();
    next = Deadline.after(delays.next(), now);
    boolean news =
        met
            || last.filter(before ->
                    before.words().equals(answer.words()) && before.state() == answer.state())
                .isEmpty();
    last = Optional.of(answer);
    if (news) {
      changed = now;
    }
    return news;
  }

  /** Whether its last answer was its first. */
  public boolean isFirst() {
    return answers == 1;
  }

  /** The outcome that ends the wait; empty if it goes on. */
  Optional<Outcome> hopeless() {
    return met
        ? Optional.empty()
        : last.flatMap(answer ->
            answer
                .outcome()
                .filter(outcome -> policy.failFast().contains(outcome, answer.printed())));
  }

  /** What is known of it. */
  public ConditionState state(long now) {
    return new ConditionState(
        condition.shown(),
        policy.negated(),
        met,
        last.map(answer -> Printable.of(answer.words())),
        Duration.ofNanos((met ? changed : now) - start));
  }
}
