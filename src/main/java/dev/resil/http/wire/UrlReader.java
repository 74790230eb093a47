package dev.resil.http.wire;

import dev.resil.text.RawText;
import java.io.ByteArrayOutputStream;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Reads URLs and references to them. */
final class UrlReader {
  private static final String NO_URL = "is not a URL; write it like https://host/path";
  private static final String NO_HOST = "has an invalid host; write it like https://host/path";

  /** What ends an authority (RFC 3986, 3.2). */
  private static final Pattern END = Pattern.compile("[/?#]");

  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(/{0,3})(.*)");

  /** What no host contains, as in curl. */
  private static final String NOT_IN_HOSTS = " \t\r\n/:#?!@{}[]\\$'\"^`*<>=;,+&()%|";

  private static final Pattern IPV6 =
      Pattern.compile("([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%(?:25)?([A-Za-z0-9_.~-]+))?");

  private static final HexFormat LOWER = HexFormat.of();

  private UrlReader() {}

  static Url parse(String text) {
    require(text.codePoints().noneMatch(UrlReader::isBlankOrControl), blank());
    Matcher scheme = SCHEME.matcher(text);
    boolean given = text.contains("://") || (scheme.matches() && !scheme.group(2).isEmpty());
    return given ? absolute(text, false) : ofAuthority("http", text, false);
  }

  private static String blank() {
    return "contains a space or a control character; write a space as %20";
  }

  static Url resolve(Url base, String reference) {
    String text = reference.strip();
    require(text.codePoints().noneMatch(UrlReader::isControl), "contains a control character");
    if (SCHEME.matcher(text).matches()) {
      return absolute(text, true);
    } else if (text.startsWith("//")) {
      return ofAuthority(base.scheme(), text.substring(2), true);
    }
    String target = text.split("#", 2)[0];
    if (target.isEmpty()) {
      return base; // a fragment alone
    }
    String path = base.path();
    String folder = path.substring(0, path.lastIndexOf('/') + 1);
    String joined =
        target.startsWith("?") ? path + target : target.startsWith("/") ? target : folder + target;
    return base.withTarget(target(joined, true)).withoutUser();
  }

  private static Url absolute(String text, boolean encoded) {
    Matcher scheme = SCHEME.matcher(text);
    require(scheme.matches(), NO_URL);
    String name = scheme.group(1).toLowerCase(Locale.ROOT);
    require(name.equals("http") || name.equals("https"), "must begin with http:// or https://");
    require(!scheme.group(2).isEmpty(), NO_URL);
    return ofAuthority(name, scheme.group(3), encoded);
  }

  private static Url ofAuthority(String scheme, String text, boolean encoded) {
    Matcher end = END.matcher(text);
    int at = end.find() ? end.start() : text.length();
    String authority = text.substring(0, at);
    int user = authority.indexOf('@');
    String place = authority.substring(user + 1);
    boolean secure = scheme.equals("https");
    int colon = place.indexOf(':', Math.max(0, place.indexOf(']')));
    String host = colon < 0 ? place : place.substring(0, colon);
    return new Url(
        secure,
        user < 0 ? Optional.empty() : Optional.of(authority.substring(0, user)),
        host(host),
        colon < 0 ? Url.defaultPort(secure) : port(place.substring(colon + 1), secure),
        target(text.substring(at), encoded));
  }

  private static int port(String digits, boolean secure) {
    if (digits.isEmpty()) {
      return Url.defaultPort(secure);
    }
    boolean number = digits.length() < 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = number ? Integer.parseInt(digits) : 0;
    require(port > 0 && port < 1 << 16, "has an invalid port; use 1 to 65535");
    return port;
  }

  private static String host(String text) {
    if (text.startsWith("[")) {
      Matcher ipv6 = IPV6.matcher(text.endsWith("]") ? text.substring(1, text.length() - 1) : "");
      require(ipv6.matches() && isIpv6(ipv6.group(1)), NO_HOST);
      String zone = ipv6.group(2) == null ? "" : "%" + ipv6.group(2);
      return ipv6.group(1).toLowerCase(Locale.ROOT) + zone;
    }
    String name = decoded(text);
    require(
        !name.isEmpty()
            && name.codePoints().noneMatch(c -> isControl(c) || NOT_IN_HOSTS.indexOf(c) >= 0)
            && name.codePoints().noneMatch(RawText::isEscaped),
        NO_HOST);
    String ascii = RawText.isAscii(name) ? name.toLowerCase(Locale.ROOT) : international(name);
    return Ipv4.normal(ascii).orElse(ascii);
  }

  private static boolean isIpv6(String text) {
    try {
      return Inet6Address.ofLiteral(text).getHostAddress() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** An internationalised name in ASCII (UTS 46). */
  private static String international(String name) {
    try {
      return new HttpUrl.Builder().scheme("http").host(name).build().host();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(NO_HOST, e);
    }
  }

  /**
   * The path and query without dot segments. As in curl, bytes beyond ASCII are encoded in a path,
   * and in the query of a reference.
   */
  private static String target(String text, boolean reference) {
    String whole = text.split("#", 2)[0];
    int at = whole.indexOf('?');
    String path = withoutDots(at < 0 ? whole : whole.substring(0, at));
    String query = at < 0 ? "" : whole.substring(at);
    return encoded(path, c -> c <= ' ' || c >= 0x7f, "%20")
        + (reference ? encoded(query, c -> c <= ' ' || c >= 0x7f, "+") : query);
  }

  /** The path without dot segments (RFC 3986, 5.2.4). */
  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    List<String> segments = List.of(path.split("/", -1));
    for (int i = path.startsWith("/") ? 1 : 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      if (segment.equals("..")) {
        kept.pollLast();
      }
      boolean dots = segment.equals(".") || segment.equals("..");
      if (!dots) {
        kept.addLast(segment);
      } else if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /** A query as given, except what would end it or the request line. */
  static String encodedQuery(String query) {
    return encoded(query, c -> c <= ' ' || c == 0x7f || c == '#', "%20");
  }

  private static String encoded(String text, IntPredicate unsafe, String space) {
    byte[] bytes = RawText.encode(text);
    ByteArrayOutputStream safe = new ByteArrayOutputStream(bytes.length + 16);
    for (byte b : bytes) {
      int c = b & 0xff;
      if (!unsafe.test(c)) {
        safe.write(c);
      } else {
        String code = c == ' ' ? space : "%" + LOWER.toHexDigits(b);
        safe.writeBytes(code.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return RawText.decode(safe.toByteArray());
  }

  /** The text that percent-encoded bytes stand for; other percent signs stay. */
  static String decoded(String text) {
    byte[] bytes = RawText.encode(text);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      boolean code =
          bytes[i] == '%'
              && i + 2 < bytes.length
              && HexFormat.isHexDigit(bytes[i + 1])
              && HexFormat.isHexDigit(bytes[i + 2]);
      if (code) {
        plain.write(
            (HexFormat.fromHexDigit(bytes[i + 1]) << 4) | HexFormat.fromHexDigit(bytes[i + 2]));
        i += 2;
      } else {
        plain.write(bytes[i]);
      }
    }
    return RawText.decode(plain.toByteArray());
  }

  private static boolean isControl(int c) {
    return c < 0x20 || c == 0x7f;
  }

  private static boolean isBlankOrControl(int c) {
    return c <= ' ' || c == 0x7f;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
