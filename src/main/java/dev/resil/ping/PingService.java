package dev.resil.ping;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A kind of service that watches over jobs, by its way to be told of a run. */
public enum PingService {
  /**
   * The URL for a success; {@code URL/start} for a start, {@code URL/N} for a failure with exit
   * code N; output as the body of a POST. Others understand it as well.
   */
  HEALTHCHECKS("healthchecks"),
  /** The URL with {@code ?state=run}, {@code complete} or {@code fail}. */
  CRONITOR("cronitor"),
  /** The URL with {@code ?status=up} or {@code down}; a start is not reported. */
  UPTIME_KUMA("uptime-kuma"),
  /** The URL as it is, for a success: it is its absence that raises an alarm. */
  PLAIN("plain");

  private static final Pattern PUSH = Pattern.compile(".*/api/push/[^/]+/*");

  private final String word;

  PingService(String word) {
    this.word = word;
  }

  /** The service with a name. */
  static Optional<PingService> named(String word) {
    return Arrays.stream(values()).filter(service -> service.word.equals(word)).findFirst();
  }

  /** All names, for a message. */
  static String names() {
    return Arrays.stream(values()).map(service -> service.word).collect(Collectors.joining(", "));
  }

  /** The service that a URL belongs to. */
  static PingService of(String host, String path) {
    if (host.equals("cronitor.link") || host.equals("cronitor.io")) {
      return CRONITOR;
    }
    return PUSH.matcher(path).matches() ? UPTIME_KUMA : HEALTHCHECKS;
  }
}
