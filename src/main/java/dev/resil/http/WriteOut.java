package dev.resil.http;

import dev.resil.run.Transfer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes information about the transfer at the end, with curl's variables ({@code -w}). */
public final class WriteOut {
  private static final Map<String, Function<Facts, String>> VARIABLES = variables();

  private static final String HEADER = "%header{";

  private final String format;

  private WriteOut(String format) {
    this.format = format;
  }

  /**
   * The facts of a run's last attempt.
   *
   * @param exitCode the exit code of resil
   * @param file the file of the body, empty for stdout
   */
  record Facts(
      Answer answer, RequestSpec spec, long attempts, int exitCode, Optional<String> file) {
    String header(String name) {
      return answer.head().flatMap(head -> head.header(name)).orElse("");
    }

    int headers() {
      return answer.head().map(head -> head.headers().size()).orElse(0);
    }

    int headBytes() {
      return answer.head().map(head -> head.bytes().length).orElse(0);
    }

    Transfer transfer() {
      return answer.transfer();
    }
  }

  private static Map<String, Function<Facts, String>> variables() {
    Map<String, Function<Facts, String>> all = new TreeMap<>();
    Function<Facts, String> status =
        facts -> {
          String code = Integer.toString(facts.transfer().status().orElse(0));
          return "000".substring(Math.min(3, code.length())) + code;
        };
    all.put("http_code", status);
    all.put("response_code", status);
    all.put("exitcode", facts -> Integer.toString(facts.exitCode()));
    all.put("filename_effective", facts -> facts.file().orElse(""));
    all.put("num_headers", facts -> Integer.toString(facts.headers()));
    all.put("size_header", facts -> Integer.toString(facts.headBytes()));
    all.put("speed_upload", facts -> speed(facts, facts.transfer().sent()));
    all.put("content_type", facts -> facts.header("Content-Type"));
    all.put(
        "http_version", facts -> facts.transfer().protocol().map(WriteOut::version).orElse("0"));
    all.put("method", facts -> facts.spec().method());
    all.put("num_redirects", facts -> Integer.toString(facts.transfer().redirects()));
    all.put("num_retries", facts -> Long.toString(facts.attempts() - 1));
    all.put("redirect_url", facts -> facts.answer().head().map(WriteOut::redirect).orElse(""));
    all.put(
        "remote_ip",
        facts -> facts.transfer().remoteAddress().map(address -> part(address, true)).orElse(""));
    all.put(
        "remote_port",
        facts -> facts.transfer().remoteAddress().map(address -> part(address, false)).orElse("0"));
    all.put(
        "scheme",
        facts ->
            url(facts).substring(0, url(facts).indexOf(':')).toUpperCase(java.util.Locale.ROOT));
    all.put("size_download", facts -> Long.toString(facts.transfer().received()));
    all.put("size_upload", facts -> Long.toString(facts.transfer().sent()));
    all.put("speed_download", facts -> speed(facts, facts.transfer().received()));
    all.put("time_namelookup", facts -> seconds(facts.transfer().times().name()));
    all.put("time_connect", facts -> seconds(facts.transfer().times().connect()));
    all.put("time_appconnect", facts -> seconds(facts.transfer().times().tls()));
    all.put("time_starttransfer", facts -> seconds(facts.transfer().times().firstByte()));
    all.put("time_total", facts -> seconds(Optional.of(facts.transfer().times().total())));
    all.put("url", facts -> facts.spec().address().url().toString());
    all.put("url_effective", WriteOut::url);
    return all;
  }

  private static String version(String protocol) {
    return protocol.substring(protocol.indexOf('/') + 1);
  }

  private static String part(String address, boolean host) {
    int colon = address.lastIndexOf(':');
    return host
        ? address.substring(0, colon).replace("[", "").replace("]", "")
        : address.substring(colon + 1);
  }

  private static String redirect(ResponseHead head) {
    try {
      return Requests.location(head).map(to -> to.url().toString()).orElse("");
    } catch (IllegalArgumentException e) {
      return ""; // it leads nowhere
    }
  }

  private static String url(Facts facts) {
    return facts
        .answer()
        .head()
        .map(ResponseHead::url)
        .orElse(facts.spec().address().url())
        .toString();
  }

  private static String speed(Facts facts, long bytes) {
    double seconds = facts.transfer().times().total().toNanos() / 1e9;
    return Long.toString(seconds == 0 ? 0 : (long) (bytes / seconds));
  }

  private static String seconds(Optional<Duration> time) {
    return BigDecimal.valueOf(time.map(Duration::toNanos).orElse(0L), 9)
        .setScale(6, RoundingMode.DOWN)
        .toPlainString();
  }

  /**
   * Reads a format.
   *
   * @throws IllegalArgumentException if it has an unknown variable
   */
  public static WriteOut parse(String format) {
    WriteOut out = new WriteOut(format);
    out.expand(name -> {
      if (!name.startsWith(HEADER.substring(1)) && !VARIABLES.containsKey(name)) {
        throw new IllegalArgumentException(
            "%{"
                + name
                + "} is unknown; the variables are "
                + String.join(", ", VARIABLES.keySet())
                + ", and %header{NAME}");
      }
      return "";
    });
    return out;
  }

  String expand(Facts facts) {
    return expand(name ->
        name.startsWith(HEADER.substring(1))
            ? facts.header(name.substring(HEADER.length() - 1))
            : VARIABLES.get(name).apply(facts));
  }

  private String expand(Function<String, String> variable) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      char next = i + 1 < format.length() ? format.charAt(i + 1) : 0;
      boolean ofHeader = format.startsWith(HEADER, i);
      int end = ofHeader || (c == '%' && next == '{') ? format.indexOf('}', i) : -1;
      if (end > 0) {
        text.append(variable.apply(format.substring(ofHeader ? i + 1 : i + 2, end)));
        i = end;
      } else if (c == '%' && next == '%') {
        text.append('%');
        i++;
      } else if (c == '\\' && "ntr".indexOf(next) >= 0 && next != 0) {
        text.append(next == 'n' ? '\n' : next == 't' ? '\t' : '\r');
        i++;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
