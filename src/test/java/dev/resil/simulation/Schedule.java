package dev.resil.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Tasks that run one at a time, in an order and at times that a seed decides, all in one thread:
 * the same seed gives the same run on any machine.
 */
public final class Schedule {
  private final Random random;
  private final int turns;
  private final List<Task> tasks = new ArrayList<>();
  private Optional<Throwable> failure = Optional.empty();
  private Task current;
  private long nanos;

  /** Something that runs in turns with others. */
  public static final class Task {
    private final Coroutine work;
    private boolean blocked;
    private long wake;

    private Task(Runnable work) {
      this.work = new Coroutine(work);
    }
  }

  /**
   * Tasks in random order.
   *
   * @param turns a task goes on for about so many steps before another gets its turn
   */
  public Schedule(Random random, int turns) {
    this.random = random;
    this.turns = turns;
  }

  /** The time since the start, in nanoseconds. */
  public long nanos() {
    return nanos;
  }

  /** The task whose turn it is. */
  Task current() {
    return current;
  }

  /** Adds a task. */
  public void start(Runnable work) {
    tasks.add(
        new Task(() -> {
          try {
            work.run();
          } catch (Killed e) {
            // its process is no more
          } catch (Throwable e) {
            failure = failure.or(() -> Optional.of(e));
          }
        }));
  }

  /** Runs all tasks to their ends, or to the first failure of one. */
  public void run() throws Throwable {
    current = null;
    while (!tasks.isEmpty() && failure.isEmpty()) {
      if (current == null) {
        current = next();
      }
      current.work.run();
      if (current.work.hasEnded()) {
        tasks.remove(current);
        current = null;
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** A task that can go on; if all sleep, time passes until one wakes. */
  private Task next() {
    List<Task> ready = ready();
    if (ready.isEmpty()) {
      nanos =
          tasks.stream().filter(task -> !task.blocked).mapToLong(task -> task.wake).min().orElse(0);
      ready = ready();
    }
    if (ready.isEmpty()) {
      throw new AssertionError("all wait for each other");
    }
    return ready.get(random.nextInt(ready.size()));
  }

  private List<Task> ready() {
    List<Task> ready = new ArrayList<>();
    for (Task task : tasks) {
      if (!task.blocked && task.wake <= nanos) {
        ready.add(task);
      }
    }
    return ready;
  }

  /** Some time passes. */
  public void pass(long time) {
    nanos += time;
  }

  /** Some time passes, and others may have their turns. */
  public void step(long atMostNanos) {
    pass(random.nextLong(atMostNanos));
    if (random.nextInt(turns) == 0) {
      others();
    }
  }

  /** The current task sleeps for some time. */
  public void sleep(long time) {
    current.wake = nanos + time;
    others();
  }

  /** The current task waits until it is {@link #unblock}ed. */
  void block() {
    current.blocked = true;
    others();
  }

  /** Ends the wait of a task, or its sleep. */
  void unblock(Task task) {
    task.blocked = false;
    task.wake = Math.min(task.wake, nanos);
  }

  private void others() {
    Task self = current;
    current = next();
    if (current != self) {
      Coroutine.leave();
    }
  }
}
