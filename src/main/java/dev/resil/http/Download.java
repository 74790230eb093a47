package dev.resil.http;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came in of a body over the attempts of a run, and where the next one can go on. It goes on
 * only where the server names a version of the body that it will know again (RFC 9110, 13.1.5): a
 * strong ETag or, where it has no ETag at all, the time of a modification that was before.
 */
final class Download {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final String ETAG = "ETag";
  private static final String LAST_MODIFIED = "Last-Modified";

  /** A strong ETag (RFC 9110, 8.8.3) that can be sent back as it came. */
  private static final Pattern STRONG = Pattern.compile("\"[\\x21\\x23-\\x7e]*\"");

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private final AnswerOutput store;
  private final Optional<String> sha256;
  private final boolean compressed;
  private List<Digest> digests = new ArrayList<>();
  private Optional<String> validator = Optional.empty();
  private OptionalLong length = OptionalLong.empty();

  /** How much of what is stored is not the body but heads before it. */
  private long heads;

  /**
   * Nothing yet.
   *
   * @param compressed whether it may come compressed: such a one is not gone on with
   */
  Download(AnswerOutput store, Optional<String> sha256, boolean compressed) {
    this.store = store;
    this.sha256 = sha256;
    this.compressed = compressed;
  }

  AnswerOutput store() {
    return store;
  }

  /** How much of the body is there. */
  long received() {
    return store.size() - heads;
  }

  /** How long the body is, where the server said so. */
  OptionalLong length() {
    return length;
  }

  /** What to ask for, empty for all of it. */
  Optional<Range> range() {
    return !compressed && received() > 0
        ? validator.map(version -> new Range(received(), version))
        : Optional.empty();
  }

  /**
   * The part that is wanted.
   *
   * @param from the first byte
   * @param version of the body, as the If-Range header names it
   */
  record Range(long from, String version) {
    /** The header that names the version. */
    String header() {
      return version.startsWith("\"") ? ETAG : LAST_MODIFIED;
    }
  }

  /**
   * A response's body begins.
   *
   * @param asked the part that was asked for
   * @return where it goes on, empty where it starts over
   * @throws IOException if what comes is not what was asked for
   */
  OptionalLong begin(ResponseHead head, Optional<Range> asked, byte[] before) throws IOException {
    if (head.status() == PARTIAL && asked.isPresent()) {
      goOn(head, asked.get());
      return OptionalLong.of(asked.get().from());
    }
    restart(before);
    validator = head.status() == OK ? version(head) : Optional.empty();
    // OkHttp unpacks what it asked to be packed: length and digest are then of something else
    boolean unpacked = compressed && head.header("Content-Encoding").isPresent();
    length =
        head.header("Content-Length").filter(_ -> !unpacked).flatMap(Download::number).stream()
            .mapToLong(Long::longValue)
            .findFirst();
    digests = new ArrayList<>();
    Digest.demanded(sha256).ifPresent(digests::add);
    if (head.status() == OK && !unpacked) {
      head.header("Repr-Digest").map(Digest::promised).ifPresent(digests::addAll);
    }
    return OptionalLong.empty();
  }

  private void restart(byte[] before) throws LocalFailureException {
    store.cutTo(0);
    heads = before.length;
    store.append(before, 0, before.length);
  }

  private void goOn(ResponseHead head, Range asked) throws IOException {
    if (head.header(asked.header()).filter(now -> !now.equals(asked.version())).isPresent()) {
      forget();
      throw new IOException("the server's copy changed meanwhile");
    }
    Matcher range = CONTENT_RANGE.matcher(head.header("Content-Range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(1)) != asked.from()) {
      forget();
      throw new IOException("the server sent another part than the one that was asked for");
    }
    if (!range.group(3).equals("*")) {
      long total = Long.parseLong(range.group(3));
      if (length.isPresent() && length.getAsLong() != total) {
        forget();
        throw new IOException("the server's copy changed its length meanwhile");
      }
      length = OptionalLong.of(total);
    }
  }

  /** The next attempt starts over. */
  private void forget() {
    validator = Optional.empty();
  }

  private static Optional<String> version(ResponseHead head) {
    Optional<String> tag = head.header(ETAG);
    return tag.isPresent()
        ? tag.filter(text -> STRONG.matcher(text).matches())
        : head.header(LAST_MODIFIED).filter(modified -> isStrong(modified, head));
  }

  /** Within a second of its change it may change again and look the same (RFC 9110, 8.8.2.2). */
  private static boolean isStrong(String modified, ResponseHead head) {
    Optional<Instant> change = HttpDate.parse(modified, Instant.now());
    Optional<Instant> sent =
        head.header("Date").flatMap(date -> HttpDate.parse(date, Instant.now()));
    return change.isPresent() && sent.isPresent() && sent.get().isAfter(change.get());
  }

  private static Optional<Long> number(String text) {
    return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  void append(byte[] bytes, int count) throws LocalFailureException {
    store.append(bytes, 0, count);
    for (Digest digest : digests) {
      digest.algorithm().update(bytes, 0, count);
    }
  }

  /**
   * The response's body has ended.
   *
   * @throws IOException if it is not whole
   */
  void end() throws IOException {
    if (length.isPresent() && received() != length.getAsLong()) {
      throw new IOException(
          "the answer broke off after %d of %d bytes".formatted(received(), length.getAsLong()));
    }
    for (Digest digest : digests) {
      Optional<String> complaint = digest.complaint();
      if (complaint.isPresent()) {
        forget();
        throw new IOException(complaint.get());
      }
    }
  }
}
