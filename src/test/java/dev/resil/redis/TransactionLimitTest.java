package dev.resil.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.resil.time.Deadline;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TransactionLimitTest {
  private static final Duration TIMEOUT = Duration.ofMillis(1);

  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  private final CompletableFuture<Thread> worker = new CompletableFuture<>();

  private static void join(CompletableFuture<Thread> thread) {
    try {
      thread.get().join();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private String awaited() {
    worker.complete(Thread.currentThread());
    try {
      answer.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return "answer";
  }

  @Test
  void shouldEndAtTheTimeoutOfAnIdleMachine() {
    TransactionLimit limit = TransactionLimit.in(TIMEOUT, () -> false);
    assertThatThrownBy(() -> limit.within(Thread.ofPlatform().daemon()::start, this::awaited))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("no answer within 1ms");
  }

  @Test
  void shouldWaitLongerWhileTheMachineIsBusy() throws Exception {
    TransactionLimit limit =
        TransactionLimit.in(
            TIMEOUT,
            () -> {
              if (asked.incrementAndGet() == 3) {
                answer.countDown();
                join(worker);
              }
              return true;
            });
    assertThat(limit.within(Thread.ofPlatform().daemon()::start, this::awaited))
        .isEqualTo("answer");
    assertThat(asked.get()).isEqualTo(3);
  }

  @Test
  void shouldNotWaitForEverOnABusyMachine() {
    TransactionLimit limit = TransactionLimit.in(TIMEOUT, () -> true);
    assertThatThrownBy(() -> limit.within(Thread.ofPlatform().daemon()::start, this::awaited))
        .hasMessage("no answer within %dms".formatted(TransactionLimit.LONGEST));
  }

  @Test
  void shouldEndWithTheRunHoweverBusyTheMachineIs() {
    Deadline over = Deadline.after(Duration.ZERO, System.nanoTime());
    TransactionLimit limit = TransactionLimit.in(Duration.ofHours(1), () -> true).orSooner(over);
    assertThatThrownBy(() -> limit.within(Thread.ofPlatform().daemon()::start, this::awaited))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(limit.passedEarly()).isTrue();
  }
}
