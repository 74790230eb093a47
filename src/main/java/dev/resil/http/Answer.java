package dev.resil.http;

import dev.resil.outcome.Outcome;
import dev.resil.outcome.OutputPattern;
import dev.resil.run.Transfer;
import java.util.Optional;
import java.util.Set;

/**
 * What came of a request.
 *
 * @param outcome what it came to
 * @param printed the patterns that were found in the response
 * @param head of the last response
 * @param transfer what happened on the network
 * @param sent whether anything was sent, so that a server may have acted on it
 * @param hopeless why another attempt could not do better
 */
record Answer(
    Outcome outcome,
    Set<OutputPattern> printed,
    Optional<ResponseHead> head,
    Transfer transfer,
    boolean sent,
    Optional<String> hopeless) {}
