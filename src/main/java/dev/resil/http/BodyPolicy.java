package dev.resil.http;

import dev.resil.http.coding.Codings;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which bodies are accepted.
 *
 * @param compressed whether compressed ones, which are decompressed
 * @param maxSize the most bytes, empty for no limit but that of the ratio of a decompression
 * @param rate the most bytes per second, empty for no limit
 * @param condition of the time of the content
 */
public record BodyPolicy(
    boolean compressed,
    OptionalLong maxSize,
    OptionalLong rate,
    Optional<TimeCondition> condition) {
  /** Every body, as it is. */
  public static final BodyPolicy DEFAULT =
      new BodyPolicy(false, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

  /** Whether the time of the content is as asked for; servers may ignore the condition. */
  boolean isWanted(ResponseHead head) {
    return !head.isSuccess() || condition.map(asked -> asked.isMet(head)).orElse(true);
  }

  /** The body of a response; an unknown coding does not matter if the response is an error. */
  InputStream decoded(ResponseHead head, InputStream body) throws IOException {
    List<String> codings = head.all("Content-Encoding");
    boolean wanted = head.isSuccess() || Codings.understands(codings);
    return compressed && wanted ? Codings.decoded(body, codings, maxSize) : body;
  }
}
