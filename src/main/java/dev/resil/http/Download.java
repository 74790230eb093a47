package dev.resil.http;

import dev.resil.files.UserFile;
import dev.resil.http.coding.UnacceptableBodyException;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a body received over the attempts of a run, which the next attempt can resume. It is
 * resumed only if the server names the version of the body (RFC 9110, 13.1.5): with a strong ETag
 * or, without any ETag, with a Last-Modified that is strong enough.
 */
final class Download {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final String ETAG = "ETag";
  private static final String LAST_MODIFIED = "Last-Modified";

  /** A strong ETag (RFC 9110, 8.8.3) that can be sent back unchanged. */
  private static final Pattern STRONG = Pattern.compile("\"[\\x21\\x23-\\x7e]*\"");

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private final AnswerOutput output;
  private final Optional<String> sha256;
  private final BodyPolicy accepts;
  private List<Digest> digests = new ArrayList<>();
  private Optional<String> validator = Optional.empty();
  private OptionalLong length = OptionalLong.empty();

  private Optional<OutputPolicy.Part> part;

  /** The number of stored bytes that are heads before the body. */
  private long heads;

  /**
   * An empty download.
   *
   * @param accepts its most bytes, and whether it may be compressed: such a download is not resumed
   * @param part what an earlier run has left, which is continued whatever version it is of
   */
  Download(
      AnswerOutput output,
      Optional<String> sha256,
      BodyPolicy accepts,
      Optional<OutputPolicy.Part> part) {
    this.part = part;
    this.output = output;
    this.sha256 = sha256;
    this.accepts = accepts;
  }

  AnswerOutput output() {
    return output;
  }

  /** The number of body bytes received. */
  long received() {
    return output.size() - heads;
  }

  /** The length of the body, if known. */
  OptionalLong length() {
    return length;
  }

  /** The range to request, empty for the whole body. */
  Optional<Range> range() {
    return !accepts.compressed() && received() > 0
        ? validator.map(version -> new Range(received(), version))
        : part.map(old -> new Range(old.length(), ""));
  }

  /** Whether the whole content has as many bytes as were there before. */
  static boolean isWhole(ResponseHead head, Range asked) {
    return asked.version().isEmpty()
        && head.header("Content-Range")
            .filter(range -> range.replaceFirst("^bytes\\s+", "").equals("*/" + asked.from()))
            .isPresent();
  }

  /**
   * A range of the body.
   *
   * @param from the first byte
   * @param version of the body, the value of the If-Range header; empty if unknown
   */
  record Range(long from, String version) {
    /** The header that names the version. */
    String header() {
      return version.startsWith("\"") ? ETAG : LAST_MODIFIED;
    }
  }

  /**
   * Starts the body of a response.
   *
   * @param asked the range that was requested
   * @return the position at which it resumes, empty if it starts over
   * @throws IOException if the server sends something else
   */
  OptionalLong begin(ResponseHead head, Optional<Range> asked, byte[] before) throws IOException {
    if (head.status() == PARTIAL && asked.isPresent() && asked.get().version().isEmpty()) {
      adopt(head, asked.get());
      return OptionalLong.of(asked.get().from());
    }
    if (head.status() == PARTIAL && asked.isPresent()) {
      resume(head, asked.get());
      return OptionalLong.of(asked.get().from());
    }
    restart(before);
    validator = head.status() == OK ? version(head) : Optional.empty();
    // length and digest are those of the compressed form
    boolean unpacked = accepts.compressed() && head.header("Content-Encoding").isPresent();
    boolean withoutContent = head.status() == 204 || head.status() == 205;
    length =
        head
            .header("Content-Length")
            .filter(_ -> !unpacked && !withoutContent && head.header("Transfer-Encoding").isEmpty())
            .flatMap(Download::number)
            .stream()
            .mapToLong(Long::longValue)
            .findFirst();
    if (length.isPresent()) {
      requireAcceptable(length.getAsLong());
    }
    digests = new ArrayList<>();
    Digest.ofUser(sha256).ifPresent(digests::add);
    if (head.status() == OK && !unpacked) {
      head.header("Repr-Digest").map(Digest::ofResponse).ifPresent(digests::addAll);
    }
    return OptionalLong.empty();
  }

  private void restart(byte[] before) throws LocalFailureException {
    output.cutTo(0);
    heads = before.length;
    output.append(before, 0, before.length);
  }

  /** Continues what an earlier run has left. */
  private void adopt(ResponseHead head, Range asked) throws IOException {
    restart(new byte[0]);
    validator = version(head);
    length = OptionalLong.empty();
    checkRange(head, asked);
    digests = new ArrayList<>();
    Digest.ofUser(sha256).ifPresent(digests::add);
    head.header("Repr-Digest").map(Digest::ofResponse).ifPresent(digests::addAll);
    OutputPolicy.Part old = part.orElseThrow();
    byte[] buffer = new byte[1 << 16];
    try (UserFile file = UserFile.open(old.file())) {
      for (long left = old.length(); left > 0; ) {
        int count = file.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new LocalFailureException(old.file().shown() + " has become shorter");
        }
        append(buffer, count);
        left -= count;
      }
    } catch (LocalFailureException | UnacceptableBodyException e) {
      throw e;
    } catch (IOException e) {
      throw new LocalFailureException("cannot read " + old.file().shown() + ": " + IoReason.of(e));
    }
  }

  private void resume(ResponseHead head, Range asked) throws IOException {
    if (head.header(asked.header()).filter(now -> !now.equals(asked.version())).isPresent()) {
      forget();
      throw new IOException("the content changed on the server during the download");
    }
    checkRange(head, asked);
  }

  private void checkRange(ResponseHead head, Range asked) throws IOException {
    Matcher range = CONTENT_RANGE.matcher(head.header("Content-Range").orElse(""));
    if (!range.matches() || Long.parseLong(range.group(1)) != asked.from()) {
      forget();
      throw new IOException("the server sent a different range than requested");
    }
    if (!range.group(3).equals("*")) {
      long total = Long.parseLong(range.group(3));
      if (length.isPresent() && length.getAsLong() != total) {
        forget();
        throw new IOException("the content length changed on the server during the download");
      }
      length = OptionalLong.of(total);
    }
  }

  /** Makes the next attempt start over. */
  private void forget() {
    validator = Optional.empty();
    part = Optional.empty();
  }

  private static Optional<String> version(ResponseHead head) {
    Optional<String> tag = head.header(ETAG);
    return tag.isPresent()
        ? tag.filter(text -> STRONG.matcher(text).matches())
        : head.header(LAST_MODIFIED).filter(modified -> isStrong(modified, head));
  }

  /** Whether a response has a Last-Modified that identifies its version. */
  static boolean hasStrongDate(ResponseHead head) {
    return head.header(LAST_MODIFIED).filter(modified -> isStrong(modified, head)).isPresent();
  }

  /**
   * A Last-Modified is strong if it is older than the response: within the same second the content
   * may change again (RFC 9110, 8.8.2.2).
   */
  private static boolean isStrong(String modified, ResponseHead head) {
    Optional<Instant> change = HttpDate.parse(modified, Instant.now());
    Optional<Instant> sent =
        head.header("Date").flatMap(date -> HttpDate.parse(date, Instant.now()));
    return change.isPresent() && sent.isPresent() && sent.get().isAfter(change.get());
  }

  private static Optional<Long> number(String text) {
    return text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }

  void append(byte[] bytes, int count) throws IOException {
    requireAcceptable(received() + count);
    output.append(bytes, 0, count);
    for (Digest digest : digests) {
      digest.algorithm().update(bytes, 0, count);
    }
  }

  /** Refuses a body of more bytes than are accepted. */
  void requireAcceptable(long size) throws UnacceptableBodyException {
    if (accepts.maxSize().isPresent() && size > accepts.maxSize().getAsLong()) {
      throw new UnacceptableBodyException(
          "the response is longer than the %d bytes of --max-filesize"
              .formatted(accepts.maxSize().getAsLong()));
    }
  }

  /**
   * Ends the body of a response.
   *
   * @throws IOException if it is incomplete or has the wrong digest
   */
  void end() throws IOException {
    if (length.isPresent() && received() != length.getAsLong()) {
      throw new IOException(
          "the response was cut off after %d of %d bytes"
              .formatted(received(), length.getAsLong()));
    }
    for (Digest digest : digests) {
      Optional<String> mismatch = digest.mismatch();
      if (mismatch.isPresent()) {
        forget();
        throw new IOException(mismatch.get());
      }
    }
  }
}
