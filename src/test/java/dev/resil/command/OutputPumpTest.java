package dev.resil.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.io.EventLoop;
import dev.resil.io.LiveSink;
import dev.resil.io.Sink;
import dev.resil.io.Spool;
import dev.resil.outcome.LineWatcher;
import dev.resil.outcome.OutputPattern;
import dev.resil.outcome.RandomStreams;
import dev.resil.posix.Errno;
import dev.resil.posix.Posix;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPumpTest {
  @TempDir Path folder;

  private final Posix posix = new PipesPosix();
  private final EventLoop events = EventLoop.open(posix);
  private final Random random = new Random(20261124);
  private final byte[] buffer = new byte[1 << 16];

  private int[] pipe() {
    int[] ends = new int[2];
    assertThat(posix.pipe(ends)).isZero();
    posix.setNonBlocking(ends[0]);
    posix.setNonBlocking(ends[1]);
    return ends;
  }

  /** Writes bytes into the pump's pipe in pieces, letting the pump and the reader take turns. */
  private void passThrough(byte[] bytes, int into, OutputPump pump, Runnable reader) {
    int at = 0;
    while (at < bytes.length) {
      int piece = Math.min(bytes.length - at, random.nextInt(1, Math.max(2, bytes.length / 3)));
      at += Math.max(0, posix.write(into, bytes, at, piece));
      if (random.nextBoolean()) {
        events.await(0, () -> true);
      }
      if (random.nextInt(3) == 0) {
        reader.run();
      }
    }
    posix.close(into);
    while (!pump.finished()) {
      events.await(0, () -> true);
      reader.run();
    }
    pump.attemptEnded();
  }

  private void takeAll(int from, ByteArrayOutputStream into) {
    for (int count = 1; count > 0; ) {
      count = posix.read(from, buffer, 0, buffer.length);
      into.write(buffer, 0, Math.max(0, count));
    }
  }

  private byte[] live(byte[] bytes, Optional<LineWatcher> watcher) {
    int[] source = pipe();
    int[] target = pipe();
    Sink sink = LiveSink.of(posix, target[1]);
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    OutputPump pump = new OutputPump(posix, events, source[0], sink, watcher);
    passThrough(bytes, source[1], pump, () -> takeAll(target[0], passed));
    posix.close(target[1]);
    posix.close(sink.descriptor());
    takeAll(target[0], passed);
    posix.close(target[0]);
    return passed.toByteArray();
  }

  private byte[] held(byte[] bytes, Optional<LineWatcher> watcher) {
    int[] source = pipe();
    try (Spool spool = new Spool(posix, folder.toString())) {
      OutputPump pump = new OutputPump(posix, events, source[0], new HeldSink(spool), watcher);
      passThrough(bytes, source[1], pump, () -> {});
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      for (int count = 1; count > 0; ) {
        count = spool.read(kept.size(), buffer);
        kept.write(buffer, 0, Math.max(0, count));
      }
      return kept.toByteArray();
    }
  }

  /** Every hundredth is larger than the pipes, so that each side has to wait for the other. */
  @Test
  void shouldPassOn10000RandomStreamsUnchangedAndFindAllMatches() {
    List<OutputPattern> patterns = RandomStreams.patterns();
    Optional<LineWatcher> watcher = LineWatcher.of(patterns);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = RandomStreams.bytes(random, i % 100 == 0 ? 300_000 : 600);
      watcher.ifPresent(LineWatcher::restart);
      byte[] passed = i % 3 == 0 ? held(bytes, watcher) : live(bytes, watcher);
      assertThat(Arrays.equals(passed, bytes)).as("stream %d", i).isTrue();
      Set<OutputPattern> found = watcher.orElseThrow().found();
      for (OutputPattern pattern : patterns) {
        assertThat(found.contains(pattern))
            .as("stream %d, %s", i, pattern)
            .isEqualTo(RandomStreams.isInAnyLine(pattern, bytes));
      }
    }
  }

  /** Where the search takes long, nothing waits for it but what the command writes next. */
  @Test
  void shouldPassOutputOnBeforeItIsSearchedAndReadNoMoreBefore() {
    OutputPattern pattern =
        new OutputPattern(OutputPattern.Stream.STDOUT, "x((a{1,100}){1,100}){1,9}x");
    byte[] bytes = new byte[40_000];
    Arrays.fill(bytes, (byte) 'a');
    bytes[0] = 'x';
    int[] source = pipe();
    assertThat(posix.write(source[1], bytes, 0, bytes.length)).isEqualTo(bytes.length);
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    Sink sink =
        new Sink() {
          @Override
          public int descriptor() {
            return -1;
          }

          @Override
          public int write(byte[] from, int offset, int length) {
            passed.write(from, offset, length);
            return length;
          }
        };
    OutputPump pump =
        new OutputPump(posix, events, source[0], sink, LineWatcher.of(List.of(pattern)));
    pump.run();
    assertThat(Arrays.equals(passed.toByteArray(), bytes)).isTrue();
    assertThat(pump.isBusy()).isTrue();
    assertThat(posix.write(source[1], bytes, 0, 1)).isEqualTo(1);
    posix.close(source[1]);
    // the loop comes back to its caller, though the pump is busy all the time
    assertThat(events.await(0)).isEmpty();
    assertThat(events.await(1)).isEmpty();
    assertThat(pump.isBusy()).isTrue();
    assertThat(passed.size()).isEqualTo(bytes.length);
    pump.stopSearch();
    while (!pump.finished()) {
      events.await(0, () -> true);
    }
    assertThat(passed.size()).isEqualTo(bytes.length + 1);
  }

  @Test
  void shouldHoldUnchangedOutputMovedFromThePipeToAFile() {
    byte[] bytes = new byte[(int) Spool.MEMORY * 2 + 12345];
    random.nextBytes(bytes);
    assertThat(Arrays.equals(held(bytes, Optional.empty()), bytes)).isTrue();
  }

  @Test
  void shouldNotWaitForAnEndlessWriter() {
    Posix endless =
        new PipesPosix() {
          @Override
          public int poll(int[] descriptors, short[] events, short[] ready, long nanos) {
            return descriptors.length;
          }

          @Override
          public int read(int descriptor, byte[] bytes, int offset, int length) {
            return length;
          }
        };
    OutputPump pump = new OutputPump(endless, events, 99, Sink.DROPPED, Optional.empty());
    pump.commandEnded();
    assertThat(pump.finished()).isFalse();
    pump.run();
    assertThat(pump.pending()).isFalse();
  }

  @Test
  void shouldKeepRefusedBytesAndTheContentOfThePipe() {
    int[] source = pipe();
    Sink full =
        new Sink() {
          @Override
          public int descriptor() {
            return -1;
          }

          @Override
          public int write(byte[] bytes, int offset, int length) {
            return offset == 0 && length > 1 ? 1 : -28; // ENOSPC
          }
        };
    OutputPump pump = new OutputPump(posix, events, source[0], full, Optional.empty());
    byte[] bytes = new byte[60_000];
    random.nextBytes(bytes);
    assertThat(posix.write(source[1], bytes, 0, bytes.length)).isEqualTo(bytes.length);
    pump.run();
    assertThat(pump.refused()).isEqualTo(Arrays.copyOfRange(bytes, 1, bytes.length));
    assertThat(pump.error()).isEqualTo(28);
    byte[] more = "x".getBytes(StandardCharsets.UTF_8);
    assertThat(posix.write(source[1], more, 0, 1)).isEqualTo(-Errno.EPIPE);
    posix.close(source[1]);
  }
}
