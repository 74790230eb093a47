package dev.resil.cli.http;

import dev.resil.cli.options.CompletionCandidates;
import dev.resil.cli.options.Converters;
import dev.resil.cli.options.UsageException;
import dev.resil.cli.options.Version;
import dev.resil.files.UserPath;
import dev.resil.http.Address;
import dev.resil.http.BodyPolicy;
import dev.resil.http.Content;
import dev.resil.http.CookieJar;
import dev.resil.http.Credentials;
import dev.resil.http.HeaderLine;
import dev.resil.http.Identity;
import dev.resil.http.Netrc;
import dev.resil.http.RequestSpec;
import dev.resil.http.wire.Url;
import dev.resil.posix.RawEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The request options, with curl's names. */
final class RequestOptions {
  /** Curl's mark for the Referer of redirects. */
  private static final String AUTO = ";auto";

  @Option(
      names = {"-X", "--request"},
      paramLabel = "METHOD",
      completionCandidates = CompletionCandidates.Methods.class,
      description = "Request method (default: GET, POST with a body).")
  private String method;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "LINE",
      description =
          "'Name: value' adds a header, 'Name:' removes it, 'Name;' sends it empty; @FILE reads"
              + " one per line.")
  private List<String> headers = new ArrayList<>();

  @Mixin private final DataOptions data = new DataOptions();

  @Option(
      names = {"-G", "--get"},
      description = "Send the data of -d in the URL's query instead of the body.")
  private boolean get;

  @Option(
      names = {"-I", "--head"},
      description = "Request only the headers, and show them.")
  private boolean head;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER:PASSWORD",
      description = "User and password for Basic authentication.")
  private String user;

  @Option(
      names = "--digest",
      description = "Use Digest authentication: the password itself is not sent.")
  private boolean digest;

  @Option(
      names = "--location-trusted",
      description = "Like --location, but send credentials and cookies to other hosts too.")
  private boolean trusted;

  @Option(
      names = "--oauth2-bearer",
      paramLabel = "TOKEN",
      description = "Token for Bearer authentication.")
  private String bearer;

  @Option(
      names = "--netrc",
      description =
          "Read user and password for each host from the file that NETRC names, or ~/.netrc.")
  private boolean netrc;

  @Option(names = "--netrc-file", paramLabel = "FILE", description = "Like --netrc, but read FILE.")
  private String netrcFile;

  @Option(
      names = {"-A", "--user-agent"},
      paramLabel = "NAME",
      description = "User-Agent header; empty for none.")
  private String userAgent;

  @Option(
      names = {"-e", "--referer"},
      paramLabel = "URL",
      description =
          "Referer header. With ';auto' at its end, a redirect gets the URL that led to it.")
  private String referer;

  @Option(
      names = "--cookie",
      paramLabel = "NAME=VALUE|FILE",
      description =
          "Cookies to send; several are joined. Without '=', a file in the format of curl or"
              + " Netscape, whose cookies are sent to their hosts; it need not exist.")
  private List<String> cookies = new ArrayList<>();

  @Option(
      names = {"-z", "--time-cond"},
      paramLabel = "DATE|FILE",
      parameterConsumer = Given.OneTaker.class,
      description =
          "Request the content only if it is newer than DATE or the file FILE; with '-' before"
              + " it, only if it is older.")
  private String timeCond;

  @Option(
      names = "--etag-compare",
      paramLabel = "FILE",
      description = "Request the content only if its ETag is not the one in FILE.")
  private String etagCompare;

  @Option(
      names = "--compressed",
      description =
          "Request a compressed response (gzip, deflate, br, zstd) and decompress it; compressed"
              + " downloads are not resumed.")
  private boolean compressed;

  @Option(
      names = "--max-filesize",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description =
          "Fail if the body has more bytes than SIZE, such as 10M; 0 for no limit (default).")
  private Long maxFilesize;

  @Option(
      names = "--limit-rate",
      paramLabel = "SIZE",
      converter = Converters.Size.class,
      description = "Send and receive at most SIZE bytes per second, such as 100K.")
  private Long limitRate;

  /** Whether redirects are followed in any case. */
  boolean isTrusting() {
    return trusted;
  }

  boolean isHead() {
    return head;
  }

  /**
   * The request that these options describe.
   *
   * @throws UsageException if the method cannot have the body, or a value is invalid
   */
  RequestSpec toRequest(Address address, boolean collectsCookies) {
    List<HeaderLine> lines = lines();
    Optional<Content> content =
        data.toContent(
            lines.stream()
                .filter(RequestOptions::isContentType)
                .flatMap(line -> line.value().stream())
                .findFirst());
    if (head && content.isPresent() && !get) {
      throw UsageException.contradiction("--head", data.given(), "remove one");
    }
    String name = method(content.isPresent() && !get);
    if (content.isPresent() && !get && List.of("GET", "HEAD").contains(name)) {
      throw new UsageException(
          "--request %s: cannot have a body here (RFC 9110, 9.3.1: servers ignore it); use POST, or"
                  .formatted(name)
              + " -G for a query");
    }
    Address target = get ? data.inQuery(address) : address;
    return new RequestSpec(
        target,
        name,
        method != null,
        refersItself() && lines.stream().allMatch(this::isFirstReferer),
        content.map(body -> withBoundary(lines, body)).orElse(lines),
        get ? Optional.empty() : content,
        identity(address),
        jar(collectsCookies, address.url()),
        new BodyPolicy(
            compressed, positive(maxFilesize), positive(limitRate), Conditions.timeCond(timeCond)),
        "resil/" + Version.number());
  }

  /** As in curl, a Content-Type of the user gets the boundary of the form. */
  private List<HeaderLine> withBoundary(List<HeaderLine> lines, Content body) {
    if (!data.isForm()) {
      return lines;
    }
    String type = body.type().orElseThrow();
    String added = type.substring(type.indexOf(FormData.BOUNDARY));
    return lines.stream()
        .map(line ->
            isContentType(line) && line.value().flatMap(FormData::boundary).isEmpty()
                ? new HeaderLine(line.name(), line.value().map(value -> value + added))
                : line)
        .toList();
  }

  private static boolean isContentType(HeaderLine line) {
    return line.name().equalsIgnoreCase("Content-Type");
  }

  private Optional<CookieJar> jar(boolean collects, Url url) {
    List<String> files = cookies.stream().filter(text -> !text.contains("=")).toList();
    if (files.isEmpty() && !collects) {
      return Optional.empty();
    }
    CookieJar jar = new CookieJar();
    for (String file : files) {
      try {
        if (!file.isEmpty() && Files.exists(new UserPath(file).path())) {
          jar.read(NamedFiles.text(file), url, Instant.now());
        }
      } catch (IOException e) {
        throw NamedFiles.unreadable("--cookie", file, e);
      }
    }
    return Optional.of(jar);
  }

  private static OptionalLong positive(Long size) {
    return size == null || size == 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  private String method(boolean withBody) {
    if (method == null) {
      return head ? "HEAD" : withBody ? "POST" : "GET";
    }
    if (!method.matches("[A-Za-z][A-Za-z0-9_-]*")) {
      throw UsageException.wrongValue(
          "--request", method, "is not a valid method; write it like PUT");
    }
    return method;
  }

  private List<HeaderLine> lines() {
    List<HeaderLine> lines = new ArrayList<>();
    if (userAgent != null) {
      lines.add(
          header("--user-agent", "User-Agent", Optional.of(userAgent).filter(s -> !s.isEmpty())));
    }
    if (referer != null && !firstReferer().isEmpty()) {
      lines.add(header("--referer", "Referer", Optional.of(firstReferer())));
    }
    List<String> literal = cookies.stream().filter(text -> text.contains("=")).toList();
    if (!literal.isEmpty()) {
      lines.add(header("--cookie", "Cookie", Optional.of(String.join("; ", literal))));
    }
    Conditions.lines(Conditions.timeCond(timeCond), etagCompare).forEach(lines::add);
    data.acceptHeader().ifPresent(lines::add);
    List<HeaderLine> given = given(headers);
    lines.removeIf(line -> given.stream().anyMatch(other -> isSame(line, other)));
    lines.addAll(given);
    return lines;
  }

  /** The headers of the values of {@code --header}. */
  static List<HeaderLine> given(List<String> values) {
    List<HeaderLine> given = new ArrayList<>();
    for (String header : values) {
      if (header.startsWith("@")) {
        read(header.substring(1)).stream()
            .filter(line -> !line.isBlank())
            .map(RequestOptions::line)
            .forEach(given::add);
      } else {
        given.add(line(header));
      }
    }
    return given;
  }

  private boolean refersItself() {
    return referer != null && referer.endsWith(AUTO);
  }

  /** Whether a line is not a Referer that {@code --header} gives in place of this one. */
  private boolean isFirstReferer(HeaderLine line) {
    return !line.name().equalsIgnoreCase("Referer")
        || line.value().equals(Optional.of(firstReferer()));
  }

  private String firstReferer() {
    return refersItself() ? referer.substring(0, referer.length() - AUTO.length()) : referer;
  }

  private static HeaderLine header(String option, String name, Optional<String> value) {
    try {
      return new HeaderLine(name, value);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage() + "; remove it");
    }
  }

  private static boolean isSame(HeaderLine line, HeaderLine other) {
    return line.name().toLowerCase(Locale.ROOT).equals(other.name().toLowerCase(Locale.ROOT));
  }

  private static List<String> read(String file) {
    try {
      return NamedFiles.text(file).lines().toList();
    } catch (IOException e) {
      throw NamedFiles.unreadable("--header", "@" + file, e);
    }
  }

  /** Parses a header. Errors do not show its value, which may be secret. */
  private static HeaderLine line(String text) {
    try {
      return HeaderLine.parse(text);
    } catch (IllegalArgumentException e) {
      String name = text.contains(":") ? text.substring(0, text.indexOf(':')) : "";
      throw UsageException.wrongValue("--header", name + ": ...", e.getMessage());
    }
  }

  private Identity identity(Address address) {
    if (bearer != null) {
      header("--oauth2-bearer", "Authorization", Optional.of("Bearer " + bearer));
    }
    boolean ofUrl = user == null && address.user().isPresent();
    Optional<Netrc> file = bearer != null || user != null ? Optional.empty() : netrcFile();
    Optional<Credentials> given =
        Optional.ofNullable(user).map(Credentials::parse).or(() -> ofUrl(address, file));
    return new Identity(Optional.ofNullable(bearer), given, ofUrl, digest, trusted, file);
  }

  /** The user of the URL; a password that it lacks may be in the netrc file. */
  private static Optional<Credentials> ofUrl(Address address, Optional<Netrc> file) {
    return address
        .user()
        .map(named ->
            named.password().isEmpty()
                ? file.flatMap(netrc ->
                        netrc.find(
                            address.url().host(),
                            Optional.of(named.user()).filter(name -> !name.isEmpty())))
                    .orElse(named)
                : named);
  }

  private static String ownNetrc() {
    String named = RawEnvironment.get("NETRC");
    String home = RawEnvironment.get("HOME");
    return named != null && !named.isEmpty() ? named : (home == null ? "" : home) + "/.netrc";
  }

  private Optional<Netrc> netrcFile() {
    if (!netrc && netrcFile == null) {
      return Optional.empty();
    }
    String file = netrcFile != null ? netrcFile : ownNetrc();
    String option = netrcFile != null ? "--netrc-file" : "--netrc";
    try {
      return Optional.of(Netrc.parse(NamedFiles.text(file)));
    } catch (IllegalArgumentException e) {
      throw UsageException.wrongValue(option, file, e.getMessage());
    } catch (IOException e) {
      if (netrcFile == null) {
        return Optional.empty(); // as in curl, the file of --netrc need not exist
      }
      throw NamedFiles.unreadable(option, netrcFile, e);
    }
  }
}
