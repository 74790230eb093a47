package dev.resil.http;

import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import dev.resil.run.ProgressGauge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Takes the answers of a run: a download may come in over several attempts, and what an error
 * response says must not spoil it. Of two exchanges of one attempt the first with an answer has it.
 */
final class AnswerReceiver {
  private final Download download;
  private final AnswerOutput others;
  private final boolean withHead;
  private final boolean headOnly;
  private Optional<Exchange> winner = Optional.empty();
  private boolean othersAreLast;

  /** Heads of redirects that were followed, of the attempt that is made now. */
  private ByteArrayOutputStream passed = new ByteArrayOutputStream();

  /**
   * Nothing yet.
   *
   * @param download takes what is asked for
   * @param others takes what other responses say
   * @param withHead whether heads are kept as well
   * @param headOnly whether there will be no bodies
   */
  AnswerReceiver(Download download, AnswerOutput others, boolean withHead, boolean headOnly) {
    this.download = download;
    this.others = others;
    this.withHead = withHead;
    this.headOnly = headOnly;
  }

  /** Takes the body of one answer. */
  interface Delivery {
    /** Where it goes on, empty where it starts over. */
    OptionalLong resumedFrom();

    /** The next bytes. */
    void append(byte[] bytes, int count) throws IOException;

    /** That was all; throws if something is missing. */
    void end() throws IOException;
  }

  /** The part that is still missing. */
  synchronized Optional<Download.Range> range() {
    return download.range();
  }

  /** How much of what is asked for is there; nothing while another answer comes in. */
  synchronized ProgressGauge.Level level() {
    return othersAreLast
        ? new ProgressGauge.Level(0, OptionalLong.empty())
        : new ProgressGauge.Level(download.received(), download.length());
  }

  /** A new attempt begins. */
  synchronized void next() {
    winner = Optional.empty();
    passed = new ByteArrayOutputStream();
    othersAreLast = true;
  }

  /** Whether somebody has an answer. */
  synchronized Optional<Exchange> winner() {
    return winner;
  }

  /** A redirect was followed. */
  synchronized void passed(ResponseHead head) {
    if (withHead) {
      passed.writeBytes(head.bytes());
    }
  }

  /** An exchange has an answer: what takes it, empty where another was first. */
  synchronized Optional<Delivery> claim(
      Exchange exchange, ResponseHead head, Optional<Download.Range> asked) throws IOException {
    if (winner.isPresent()) {
      return Optional.empty();
    }
    winner = Optional.of(exchange);
    passed(head);
    byte[] before = passed.toByteArray();
    if (head.status() >= 200 && head.status() < 300) {
      OptionalLong from = download.begin(head, asked, before);
      othersAreLast = false;
      return Optional.of(toDownload(from));
    }
    others.cutTo(0);
    others.append(before, 0, before.length);
    return Optional.of(toOthers());
  }

  private Delivery toDownload(OptionalLong from) {
    return new Delivery() {
      @Override
      public OptionalLong resumedFrom() {
        return from;
      }

      @Override
      public void append(byte[] bytes, int count) throws IOException {
        download.append(bytes, count);
      }

      @Override
      public void end() throws IOException {
        if (!headOnly) {
          download.end();
        }
      }
    };
  }

  private Delivery toOthers() {
    return new Delivery() {
      @Override
      public OptionalLong resumedFrom() {
        return OptionalLong.empty();
      }

      @Override
      public void append(byte[] bytes, int count) throws IOException {
        others.append(bytes, 0, count);
      }

      @Override
      public void end() {
        // nobody asked for it
      }
    };
  }

  /** Gives out the last answer, as {@link AnswerOutput#commit}. */
  synchronized DrainResult commit(Consumer<Spool> copy) {
    return (othersAreLast ? others : download.store()).commit(copy);
  }

  /** Forgets everything. */
  synchronized void discard() {
    others.discard();
    download.store().discard();
  }
}
