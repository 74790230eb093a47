package dev.resil.http;

import dev.resil.io.DrainResult;
import dev.resil.io.Spool;
import dev.resil.run.ProgressGauge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Receives the answers of a run. A download may span several attempts, so the body of an error
 * response is kept apart from it. If an attempt has two exchanges, the first one with an answer
 * wins.
 */
final class AnswerReceiver {
  private final Download download;
  private final AnswerOutput others;
  private final boolean withHead;
  private final boolean headOnly;
  private Optional<Exchange> winner = Optional.empty();
  private boolean othersAreLast;

  /** Heads of the current attempt, including those of redirects. */
  private List<ResponseHead> passed = new ArrayList<>();

  /**
   * A receiver without an answer yet.
   *
   * @param download takes successful responses
   * @param others takes other responses
   * @param withHead whether heads are kept as well
   * @param headOnly whether responses have no body
   */
  AnswerReceiver(Download download, AnswerOutput others, boolean withHead, boolean headOnly) {
    this.download = download;
    this.others = others;
    this.withHead = withHead;
    this.headOnly = headOnly;
  }

  /** Receives the body of one answer. */
  interface Delivery {
    /** The position at which the download resumes; empty if it starts over. */
    OptionalLong resumedFrom();

    /** Adds bytes. */
    void append(byte[] bytes, int count) throws IOException;

    /** Ends the body; throws if it is incomplete. */
    void end() throws IOException;
  }

  /** The missing part of the download. */
  synchronized Optional<Download.Range> range() {
    return download.range();
  }

  /** The progress of the download; zero while another answer is received. */
  synchronized ProgressGauge.Level level() {
    return othersAreLast
        ? new ProgressGauge.Level(0, OptionalLong.empty())
        : new ProgressGauge.Level(download.received(), download.length());
  }

  /** Starts a new attempt. */
  synchronized void next() {
    winner = Optional.empty();
    passed = new ArrayList<>();
    othersAreLast = true;
  }

  /** The exchange with an answer, if any. */
  synchronized Optional<Exchange> winner() {
    return winner;
  }

  /** The heads of the current attempt. */
  synchronized List<ResponseHead> heads() {
    return List.copyOf(passed);
  }

  /** The heads of the current attempt, as received. */
  synchronized byte[] bytesOfHeads() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    passed.forEach(head -> all.writeBytes(head.bytes()));
    return all.toByteArray();
  }

  /** Records a followed redirect. */
  synchronized void passed(ResponseHead head) {
    passed.add(head);
  }

  /**
   * Called by an exchange with an answer. Returns the receiver of its body; empty if another
   * exchange was first.
   */
  synchronized Optional<Delivery> claim(
      Exchange exchange, ResponseHead head, Optional<Download.Range> asked) throws IOException {
    if (winner.isPresent()) {
      return Optional.empty();
    }
    winner = Optional.of(exchange);
    passed(head);
    byte[] before = withHead ? bytesOfHeads() : new byte[0];
    (head.isSuccess() ? download.output() : others).answered(head);
    if (head.isSuccess()) {
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
      private long length;

      @Override
      public OptionalLong resumedFrom() {
        return OptionalLong.empty();
      }

      @Override
      public void append(byte[] bytes, int count) throws IOException {
        download.requireAcceptable(length += count);
        others.append(bytes, 0, count);
      }

      @Override
      public void end() {
        // its length does not matter
      }
    };
  }

  /**
   * Outputs the last answer, see {@link AnswerOutput#commit}. One without content replaces no file.
   */
  synchronized DrainResult commit(boolean content, Consumer<Spool> copy) {
    AnswerOutput output = othersAreLast ? others : download.output();
    return content || !output.replaces()
        ? output.commit(content ? copy : _ -> {})
        : new DrainResult.Complete();
  }

  /** The name of the file of the last answer, if the answer has chosen it. */
  synchronized Optional<String> name() {
    return (othersAreLast ? others : download.output()).name();
  }

  /** Whether the server has no more than a download had before. */
  synchronized boolean isWhole(ResponseHead head, Optional<Download.Range> asked) {
    return asked.filter(range -> Download.isWhole(head, range)).isPresent();
  }

  /** Discards everything. */
  synchronized void discard() {
    others.discard();
    download.output().discard();
  }
}
