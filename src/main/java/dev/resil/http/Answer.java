package dev.resil.http;

import dev.resil.http.wire.Url;
import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutputPattern;
import dev.resil.run.Transfer;
import java.util.Optional;
import java.util.Set;

/**
 * The result of a request.
 *
 * @param outcome its outcome
 * @param printed the patterns found in the response
 * @param head of the last response
 * @param transfer the network activity
 * @param sent whether anything was sent, so that a server may have acted on it
 * @param last the last request
 * @param permanentReason why another attempt cannot succeed
 */
record Answer(
    Outcome outcome,
    Set<OutputPattern> printed,
    Optional<ResponseHead> head,
    Transfer transfer,
    boolean sent,
    Last last,
    Optional<String> permanentReason) {
  /**
   * The last request of an exchange, after redirects.
   *
   * @param referer its Referer
   * @param downloaded the bytes of the content of its answer, as they came
   * @param details of its connection
   */
  record Last(
      String method,
      Url url,
      Optional<String> referer,
      long downloaded,
      Timeline.Details details) {}
}
