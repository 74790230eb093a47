package dev.resil.http.wire;

import java.io.Closeable;
import java.io.IOException;

/** An open connection to a server. */
public interface Link extends Closeable {
  /**
   * Sends a request and reads the head of its answer. The content of an earlier answer must have
   * been read.
   */
  Response send(Request request, Observer observer) throws IOException;

  /** Whether any byte of an answer to the last request has arrived. */
  boolean isAnswered();

  /** Whether it can carry another request, as far as can be known. */
  boolean isReusable();

  /** Closes it at once. May be called from any thread. */
  @Override
  void close();
}
