package dev.resil.http;

import dev.resil.http.WriteOut.Facts;
import dev.resil.http.wire.Fields;
import dev.resil.http.wire.Url;
import dev.resil.outcome.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The variables of {@code --write-out}, with curl's names and forms. */
final class WriteOutVariables {
  private static final Map<String, Variable> ALL = all();

  private WriteOutVariables() {}

  /**
   * A variable.
   *
   * @param number whether it is one in JSON
   */
  private record Variable(boolean number, Function<Facts, String> value) {}

  /** The names, without those of JSON. */
  static Collection<String> names() {
    return ALL.keySet();
  }

  static boolean isKnown(String name) {
    return ALL.containsKey(name) || name.equals("json") || name.equals("header_json");
  }

  static String value(String name, Facts facts) {
    return switch (name) {
      case "json" -> json(facts);
      case "header_json" -> headersAsJson(facts);
      default -> ALL.get(name).value().apply(facts);
    };
  }

  /** All values of a header, also in responses that redirect. */
  static List<String> headers(Facts facts, String name) {
    return facts.heads().stream().flatMap(head -> head.all(name).stream()).toList();
  }

  static String header(Facts facts, String name) {
    return facts.answer().head().flatMap(head -> head.header(name)).orElse("");
  }

  private static Map<String, Variable> all() {
    Map<String, Variable> all = new TreeMap<>();
    addCodes(all);
    addSizes(all);
    addTimes(all);
    addPlaces(all);
    return all;
  }

  private static void text(Map<String, Variable> all, String name, Function<Facts, String> value) {
    all.put(name, new Variable(false, value));
  }

  private static void number(Map<String, Variable> all, String name, Function<Facts, Long> value) {
    all.put(name, new Variable(true, facts -> Long.toString(value.apply(facts))));
  }

  private static void time(
      Map<String, Variable> all, String name, Function<Facts, Optional<Duration>> value) {
    all.put(name, new Variable(true, facts -> seconds(value.apply(facts))));
  }

  private static void addCodes(Map<String, Variable> all) {
    Variable status =
        new Variable(
            true,
            facts -> {
              String code = Integer.toString(facts.answer().transfer().status().orElse(0));
              return "000".substring(Math.min(3, code.length())) + code;
            });
    all.put("http_code", status);
    all.put("response_code", status);
    text(all, "content_type", facts -> header(facts, "Content-Type"));
    text(all, "errormsg", WriteOutVariables::error);
    number(all, "exitcode", facts -> (long) facts.exitCode());
    text(all, "http_version", WriteOutVariables::version);
    text(all, "method", facts -> facts.answer().last().method());
    number(all, "num_connects", facts -> (long) facts.answer().last().details().connections());
    number(
        all,
        "num_headers",
        facts -> (long) facts.answer().head().map(head -> head.headers().size()).orElse(0));
    number(all, "num_redirects", facts -> (long) facts.answer().transfer().redirects());
    number(all, "num_retries", facts -> facts.attempts() - 1);
    number(all, "urlnum", _ -> 0L);
  }

  private static void addSizes(Map<String, Variable> all) {
    number(all, "size_delivered", facts -> facts.answer().transfer().received());
    number(all, "size_download", facts -> facts.answer().last().downloaded());
    number(all, "size_header", WriteOutVariables::headBytes);
    number(all, "size_upload", facts -> facts.answer().transfer().sent());
    number(all, "speed_download", facts -> speed(facts, facts.answer().last().downloaded()));
    number(all, "speed_upload", facts -> speed(facts, facts.answer().transfer().sent()));
  }

  private static void addTimes(Map<String, Variable> all) {
    time(all, "time_appconnect", facts -> facts.answer().transfer().times().tls());
    time(all, "time_connect", facts -> facts.answer().transfer().times().connect());
    time(all, "time_namelookup", facts -> facts.answer().transfer().times().name());
    time(all, "time_pretransfer", facts -> facts.answer().last().details().ready());
    time(
        all,
        "time_redirect",
        facts ->
            Optional.of(facts.answer().last().details().redirected())
                .filter(_ -> facts.answer().transfer().redirects() > 0));
    time(all, "time_starttransfer", facts -> facts.answer().transfer().times().firstByte());
    time(all, "time_total", facts -> Optional.of(facts.answer().transfer().times().total()));
  }

  private static void addPlaces(Map<String, Variable> all) {
    text(all, "filename_effective", facts -> facts.file().orElse(""));
    text(
        all,
        "local_ip",
        facts -> facts.answer().last().details().local().map(WriteOutVariables::host).orElse(""));
    number(
        all,
        "local_port",
        facts ->
            facts
                .answer()
                .last()
                .details()
                .local()
                .map(local -> (long) local.getPort())
                .orElse(0L));
    text(
        all,
        "redirect_url",
        facts -> facts.answer().head().flatMap(WriteOutVariables::redirect).orElse(""));
    text(all, "referer", facts -> facts.answer().last().referer().orElse(""));
    text(
        all,
        "remote_ip",
        facts ->
            facts
                .answer()
                .transfer()
                .remoteAddress()
                .map(address -> address.substring(0, address.lastIndexOf(':')))
                .map(host -> host.replace("[", "").replace("]", ""))
                .orElse(""));
    number(
        all,
        "remote_port",
        facts ->
            facts
                .answer()
                .transfer()
                .remoteAddress()
                .map(address -> Long.valueOf(address.substring(address.lastIndexOf(':') + 1)))
                .orElse(0L));
    text(all, "scheme", facts -> facts.answer().last().url().scheme().toUpperCase(Locale.ROOT));
    text(all, "url", facts -> facts.spec().address().url().toString());
    text(all, "url_effective", facts -> facts.answer().last().url().toString());
    addParts(all, "url.", facts -> facts.spec().address().url());
    addParts(all, "urle.", facts -> facts.answer().last().url());
  }

  private static void addParts(
      Map<String, Variable> all, String prefix, Function<Facts, Url> from) {
    Map<String, Function<Url, String>> parts = new LinkedHashMap<>();
    parts.put("scheme", Url::scheme);
    parts.put("host", Url::hostText);
    parts.put("port", url -> Integer.toString(url.port()));
    parts.put("path", Url::path);
    parts.put("query", url -> url.query().orElse(""));
    parts.forEach((name, part) -> text(all, prefix + name, from.andThen(part)));
  }

  private static String host(InetSocketAddress address) {
    return address.getAddress().getHostAddress().split("%", 2)[0];
  }

  private static String error(Facts facts) {
    return facts.exitCode() == 0
        ? ""
        : switch (facts.outcome()) {
          case Outcome.Unanswered(_, String reason) -> reason;
          case Outcome.ResilFailed(String reason) -> reason;
          case Outcome.Status(int code, _) -> "the server responded with status " + code;
          case Outcome.Timeout timeout -> "the attempt timed out";
          default -> facts.outcome().name();
        };
  }

  private static String version(Facts facts) {
    return facts
        .answer()
        .transfer()
        .protocol()
        .map(protocol -> protocol.substring(protocol.indexOf('/') + 1))
        .orElse("0");
  }

  private static Optional<String> redirect(ResponseHead head) {
    try {
      return Requests.location(head).map(to -> to.url().toString());
    } catch (IllegalArgumentException e) {
      return head.header("Location"); // it leads nowhere
    }
  }

  private static long headBytes(Facts facts) {
    return facts.heads().stream().mapToLong(head -> head.bytes().length).sum();
  }

  private static long speed(Facts facts, long bytes) {
    double seconds = facts.answer().transfer().times().total().toNanos() / 1e9;
    return seconds == 0 ? 0 : (long) (bytes / seconds);
  }

  private static String seconds(Optional<Duration> time) {
    return BigDecimal.valueOf(time.map(Duration::toNanos).orElse(0L), 9)
        .setScale(6, RoundingMode.DOWN)
        .toPlainString();
  }

  /** All variables as one object, on one line. */
  private static String json(Facts facts) {
    List<String> members = new ArrayList<>();
    ALL.forEach((name, variable) -> {
      String value = variable.value().apply(facts);
      String shown =
          variable.number()
              ? value.replaceFirst("^0+(?=\\d)", "")
              : value.isEmpty() ? "null" : quoted(value);
      members.add(quoted(name) + ":" + shown);
    });
    return "{" + String.join(",", members) + "}";
  }

  /** The header fields of the last response: lists of values by names in lower case. */
  private static String headersAsJson(Facts facts) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Fields.Field field :
        facts.answer().head().map(head -> head.headers().all()).orElse(List.of())) {
      values
          .computeIfAbsent(field.name().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(quoted(field.value()));
    }
    List<String> members = new ArrayList<>();
    values.forEach((name, all) -> members.add(quoted(name) + ":[" + String.join(",", all) + "]"));
    return "{" + String.join(",\n", members) + "\n}";
  }

  /** A string in JSON. Bytes that are not UTF-8 stay as they are, as in curl. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> json.append(c < 0x20 ? "\\u%04x".formatted((int) c) : Character.toString(c));
      }
    }
    return json.append('"').toString();
  }
}
