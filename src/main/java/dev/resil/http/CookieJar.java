package dev.resil.http;

import dev.resil.http.wire.Url;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Cookies by the rules of RFC 6265, in the file format of Netscape that curl uses. Exchanges on
 * several threads may share one. There is no list of public suffixes: a cookie for a whole
 * top-level domain is rejected, one for {@code co.uk} is not.
 */
public final class CookieJar {
  private static final int FIELDS = 7;
  private static final int MOST = 3000;

  /** The longest Set-Cookie, and the longest name and value together, as in curl. */
  private static final int LONGEST_LINE = 5000;

  private static final int LONGEST = 4096;

  /** The most cookies that one response may set, and that one request sends, as in curl. */
  private static final int MOST_SET = 50;

  private static final int MOST_SENT = 150;
  private static final int LONGEST_HEADER = 8190;

  /** The longest life that a server can give to a cookie (RFC 6265bis, 5.5). */
  private static final Duration LONGEST_LIFE = Duration.ofDays(400);

  private static final String SET_COOKIE = "set-cookie:";
  private static final String HTTP_ONLY = "#HttpOnly_";
  private static final String HEAD = "# Netscape HTTP Cookie File\n# Written by resil http\n\n";

  private final List<Cookie> cookies = new ArrayList<>();

  /**
   * A cookie.
   *
   * @param domain in lower case, without a leading dot
   * @param below whether it is for subdomains too
   * @param expires empty at the end of the session
   */
  private record Cookie(
      String name,
      String value,
      String domain,
      boolean below,
      String path,
      boolean secure,
      boolean httpOnly,
      Optional<Instant> expires) {
    boolean isFor(Url url, Instant now) {
      String host = host(url);
      boolean sameHost = below ? isWithin(host, domain) : host.equals(domain);
      return sameHost && isBelow(url.path(), path) && (!secure || isSecure(url)) && !isOver(now);
    }

    /** Whether it is what the prefix of its name promises (RFC 6265bis, 4.1.3). */
    boolean keepsPromise() {
      return (secure || !name.startsWith("__Secure-"))
          && ((secure && !below && path.equals("/")) || !name.startsWith("__Host-"));
    }

    boolean isOver(Instant now) {
      return expires.filter(end -> !end.isAfter(now)).isPresent();
    }

    /**
     * Whether it would shadow a cookie that only a secure connection may set (RFC 6265bis, 5.7).
     */
    boolean shadows(Cookie other) {
      return other.secure
          && name.equals(other.name)
          && (isWithin(domain, other.domain) || isWithin(other.domain, domain))
          && isBelow(path, other.path);
    }

    boolean isSameAs(Cookie other) {
      return name.equals(other.name) && domain.equals(other.domain) && path.equals(other.path);
    }

    String line() {
      return (httpOnly ? HTTP_ONLY : "")
          + String.join(
              "\t",
              (below ? "." : "") + domain,
              below ? "TRUE" : "FALSE",
              path,
              secure ? "TRUE" : "FALSE",
              Long.toString(expires.map(Instant::getEpochSecond).orElse(0L)),
              name,
              value)
          + "\n";
    }
  }

  /**
   * Adds the cookies of a file: lines of Netscape's format, or Set-Cookie headers, which are taken
   * as from a server. Other lines are skipped, as by curl.
   *
   * @param url of that server
   */
  public synchronized void read(String text, Url url, Instant now) {
    for (String line : text.lines().toList()) {
      boolean header = line.toLowerCase(Locale.ROOT).startsWith(SET_COOKIE);
      (header ? cookie(url, line.substring(SET_COOKIE.length()), now) : parse(line))
          .filter(one -> !one.isOver(now))
          .ifPresent(this::put);
    }
  }

  private static Optional<Cookie> parse(String line) {
    boolean httpOnly = line.startsWith(HTTP_ONLY);
    String[] fields = (httpOnly ? line.substring(HTTP_ONLY.length()) : line).split("\t", -1);
    if ((line.startsWith("#") && !httpOnly)
        || fields.length < FIELDS - 1
        || line.chars().anyMatch(c -> c != '\t' && HeaderLine.isControl(c))) {
      return Optional.empty();
    }
    try {
      long end = Long.parseLong(fields[4].strip());
      Cookie cookie =
          new Cookie(
              fields[5],
              fields.length < FIELDS ? "" : fields[6],
              fields[0].toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""),
              fields[1].equalsIgnoreCase("TRUE"),
              fields[2].startsWith("/") ? fields[2] : "/",
              fields[3].equalsIgnoreCase("TRUE"),
              httpOnly,
              end == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(end)));
      return Optional.of(cookie).filter(Cookie::keepsPromise);
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The value of the Cookie header of a request; empty for none. */
  synchronized Optional<String> header(Url url, Instant now) {
    List<Cookie> sent = new ArrayList<>(cookies);
    sent.removeIf(cookie -> !cookie.isFor(url, now));
    sent.sort(Comparator.comparingInt((Cookie cookie) -> cookie.path().length()).reversed());
    StringBuilder header = new StringBuilder();
    for (Cookie cookie : sent.subList(0, Math.min(sent.size(), MOST_SENT))) {
      String text = (header.isEmpty() ? "" : "; ") + cookie.name() + "=" + cookie.value();
      if (header.length() + text.length() > LONGEST_HEADER) {
        break;
      }
      header.append(text);
    }
    return Optional.of(header.toString()).filter(text -> !text.isEmpty());
  }

  /** Takes the values of Set-Cookie from a response. */
  synchronized void accept(Url url, List<String> values, Instant now) {
    for (String value : values.subList(0, Math.min(values.size(), MOST_SET))) {
      Optional<Cookie> cookie =
          cookie(url, value, now)
              .filter(one -> isSecure(url) || cookies.stream().noneMatch(one::shadows));
      cookies.removeIf(old -> cookie.filter(old::isSameAs).isPresent() && cookie.get().isOver(now));
      cookie.filter(one -> !one.isOver(now)).ifPresent(this::put);
    }
  }

  private void put(Cookie cookie) {
    for (int i = 0; i < cookies.size(); i++) {
      if (cookies.get(i).isSameAs(cookie)) {
        cookies.set(i, cookie);
        return;
      }
    }
    if (cookies.size() < MOST) {
      cookies.add(cookie);
    }
  }

  private static Optional<Cookie> cookie(Url url, String header, Instant now) {
    String[] parts = header.split(";", -1);
    int equals = parts[0].indexOf('=');
    if (equals < 1
        || header.length() > LONGEST_LINE
        || header.chars().anyMatch(HeaderLine::isControl)) {
      return Optional.empty();
    }
    String name = parts[0].substring(0, equals).strip();
    String value = parts[0].substring(equals + 1).strip();
    String host = host(url);
    String domain = "";
    String path = defaultPath(url);
    boolean secure = false;
    boolean httpOnly = false;
    Optional<Instant> expires = Optional.empty();
    Optional<Instant> age = Optional.empty();
    for (int i = 1; i < parts.length; i++) {
      String[] attribute = parts[i].split("=", 2);
      String text = attribute.length < 2 ? "" : attribute[1].strip();
      switch (attribute[0].strip().toLowerCase(Locale.ROOT)) {
        case "domain" -> domain = text.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
        case "path" ->
            path =
                Optional.of(unquoted(text))
                    .filter(given -> given.startsWith("/"))
                    .orElseGet(() -> defaultPath(url));
        case "secure" -> secure = true;
        case "httponly" -> httpOnly = true;
        case "expires" -> expires = HttpDate.parse(text, now);
        case "max-age" -> age = age(text, now);
        default -> {} // as RFC 6265 demands
      }
    }
    boolean ofHost = domain.isEmpty() || (domain.equals(host) && isAddress(host));
    boolean allowed =
        !name.isEmpty()
            && name.length() + value.length() <= LONGEST
            && (name + value + path).indexOf('\t') < 0
            && (ofHost || isSettable(host, domain))
            && (!secure || isSecure(url));
    Cookie cookie =
        new Cookie(
            name,
            value,
            ofHost ? host : domain,
            !ofHost,
            path,
            secure,
            httpOnly,
            (age.isPresent() ? age : expires).map(end -> capped(end, now)));
    return Optional.of(cookie).filter(one -> allowed && one.keepsPromise());
  }

  /** As in curl, quotes around a path are not of it. */
  private static String unquoted(String path) {
    return path.replaceFirst("^\"", "").replaceFirst("\"$", "");
  }

  /** The end of a cookie; the longest is a whole minute, so that it does not tell the clock. */
  private static Instant capped(Instant end, Instant now) {
    Instant last = now.plus(LONGEST_LIFE);
    return end.isAfter(last) ? last.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES) : end;
  }

  private static Optional<Instant> age(String text, Instant now) {
    if (!text.matches("-?\\d+")) {
      return Optional.empty();
    }
    boolean past = text.startsWith("-") || text.matches("0+");
    long seconds = text.length() > 9 ? 999_999_999 : Long.parseLong(text);
    return Optional.of(past ? Instant.EPOCH : now.plusSeconds(seconds));
  }

  /** Whether a host may set cookies for a domain: its own or one above it, but no top level. */
  private static boolean isSettable(String host, String domain) {
    return !isAddress(host)
        && isWithin(host, domain)
        && (domain.indexOf('.') >= 0 || domain.equals(host));
  }

  private static boolean isWithin(String host, String domain) {
    return host.equals(domain) || (host.endsWith("." + domain) && !isAddress(host));
  }

  private static boolean isBelow(String path, String folder) {
    return path.equals(folder)
        || (path.startsWith(folder)
            && (folder.endsWith("/") || path.charAt(folder.length()) == '/'));
  }

  /** The folder of the path (RFC 6265, 5.1.4). */
  private static String defaultPath(Url url) {
    int slash = url.path().lastIndexOf('/');
    return slash < 1 ? "/" : url.path().substring(0, slash);
  }

  /** A connection to this machine is as good as one with TLS. */
  private static boolean isSecure(Url url) {
    String host = host(url);
    return url.secure()
        || host.equals("localhost")
        || (isAddress(host) && InetAddress.ofLiteral(host.split("%", 2)[0]).isLoopbackAddress());
  }

  private static String host(Url url) {
    return url.host().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
  }

  /** All of them as a file. */
  synchronized String text(Instant now) {
    StringBuilder text = new StringBuilder(HEAD);
    cookies.stream().filter(one -> !one.isOver(now)).map(Cookie::line).forEach(text::append);
    return text.toString();
  }
}
