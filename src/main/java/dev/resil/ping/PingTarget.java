package dev.resil.ping;

import dev.resil.http.Address;
import dev.resil.http.wire.Url;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A service and the URL of a job there. Who knows the URL can ping it, so it is a secret.
 *
 * @param address the URL as the user gave it
 */
public record PingTarget(PingService service, Address address) {
  /** Cronitor's limit for a message, in characters. */
  private static final int MESSAGE = 2000;

  /** The longest message in a URL, encoded: some servers accept 8 kB of request line. */
  private static final int ENCODED = 6000;

  private static final Pattern NAMED = Pattern.compile("([a-z-]+)=(.*)", Pattern.DOTALL);
  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** A request that reports a start or an end. */
  record Ping(Address address, Optional<String> text) {}

  /**
   * Reads {@code URL} or {@code SERVICE=URL}.
   *
   * @throws IllegalArgumentException if it is something else; the message shows nothing of it
   */
  public static PingTarget parse(String text) {
    Matcher named = NAMED.matcher(text);
    boolean given = named.matches();
    String url = given ? named.group(2) : text;
    if (!ABSOLUTE.matcher(url).matches()) {
      throw new IllegalArgumentException("must begin with http:// or https://");
    }
    Address address = Address.parse(url);
    if (!given) {
      return new PingTarget(PingService.of(address.url().host(), address.url().path()), address);
    }
    return new PingTarget(
        PingService.named(named.group(1))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "names an unknown service; use one of " + PingService.names())),
        address);
  }

  /** The ping for the start of a run; empty if the service has none. */
  Optional<Ping> start(String runId) {
    return switch (service) {
      case HEALTHCHECKS -> Optional.of(ping(with("/start", Map.of("rid", runId))));
      case CRONITOR -> Optional.of(ping(with("", pairs("state", "run", "series", runId))));
      case UPTIME_KUMA, PLAIN -> Optional.empty();
    };
  }

  /** The ping for the end of a run; empty if the service has none. */
  Optional<Ping> end(String runId, RunEnd end) {
    return switch (service) {
      case HEALTHCHECKS ->
          Optional.of(
              new Ping(
                  with(end.success() ? "" : "/" + end.exitCode(), Map.of("rid", runId)),
                  Optional.of(end.output()).filter(output -> !output.isEmpty())));
      case CRONITOR -> Optional.of(ping(with("", cronitor(runId, end))));
      case UPTIME_KUMA ->
          Optional.of(
              ping(
                  with(
                      "",
                      pairs(
                          "status",
                          end.success() ? "up" : "down",
                          "msg",
                          end.output().isEmpty() ? end.words() : end.words() + "\n" + end.output(),
                          "ping",
                          Long.toString(end.elapsed().toMillis())))));
      case PLAIN -> end.success() ? Optional.of(ping(address)) : Optional.empty();
    };
  }

  private static Map<String, String> cronitor(String runId, RunEnd end) {
    Map<String, String> pairs =
        pairs(
            "state",
            end.success() ? "complete" : "fail",
            "status_code",
            Integer.toString(end.exitCode()),
            "series",
            runId);
    if (!end.output().isEmpty()) {
      pairs.put("message", end.output());
    } else if (!end.success()) {
      pairs.put("message", end.words());
    }
    return pairs;
  }

  private static Ping ping(Address address) {
    return new Ping(address, Optional.empty());
  }

  private static Map<String, String> pairs(String... namesAndValues) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      pairs.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return pairs;
  }

  /** The URL with something added to its path, and parameters that replace those of the user. */
  private Address with(String path, Map<String, String> parameters) {
    Url url = address.url();
    List<String> query = new ArrayList<>();
    for (String pair : url.query().orElse("").split("&", -1)) {
      if (!pair.isEmpty() && !parameters.containsKey(pair.split("=", 2)[0])) {
        query.add(pair);
      }
    }
    parameters.forEach((name, value) -> query.add(name + "=" + encoded(value)));
    String before = path.isEmpty() ? url.path() : url.path().replaceFirst("/+$", "");
    return address.withTarget(
        before + path + "?" + query.stream().collect(Collectors.joining("&")));
  }

  /** The value of a parameter; a long one is cut at its beginning. */
  private static String encoded(String value) {
    int[] points = value.codePoints().toArray();
    int from = Math.max(0, points.length - MESSAGE);
    StringBuilder text = new StringBuilder();
    for (int i = points.length - 1; i >= from; i--) {
      String next =
          URLEncoder.encode(Character.toString(points[i]), StandardCharsets.UTF_8)
              .replace("+", "%20");
      if (text.length() + next.length() > ENCODED) {
        break;
      }
      text.insert(0, next);
    }
    return text.toString();
  }
}
