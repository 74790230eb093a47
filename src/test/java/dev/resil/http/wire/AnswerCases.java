package dev.resil.http.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Answers that RFC 9112 allows and forbids, byte for byte, and what is to become of them. */
public final class AnswerCases {
  /** All of them. */
  public static final List<AnswerCase> ALL = new AnswerCases().all();

  private final List<AnswerCase> cases = new ArrayList<>();

  private AnswerCases() {}

  /**
   * An answer.
   *
   * @param method of the request
   * @param bytes the answer, as ISO 8859-1
   * @param closes whether the server closes the connection after it, instead of keeping it open
   * @param status the status of the outcome; 0 if the answer is refused
   * @param result the body, or a part of the message
   */
  public record AnswerCase(
      String name, String method, String bytes, boolean closes, int status, String result) {
    /** The answer. */
    public byte[] answer() {
      return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A line end for each bar. */
  private static String lines(String text) {
    return text.replace("|", "\r\n");
  }

  private void open(String name, String answer, int status, String body) {
    cases.add(new AnswerCase(name, "GET", lines(answer), false, status, body));
  }

  private void closed(String name, String answer, int status, String body) {
    cases.add(new AnswerCase(name, "GET", lines(answer), true, status, body));
  }

  private void bad(String name, String answer, String message) {
    cases.add(new AnswerCase(name, "GET", lines(answer), false, 0, message));
  }

  private void cut(String name, String answer, String message) {
    cases.add(new AnswerCase(name, "GET", lines(answer), true, 0, message));
  }

  private void to(String method, String name, String answer, int status, String body) {
    cases.add(new AnswerCase(name, method, lines(answer), false, status, body));
  }

  private List<AnswerCase> all() {
    statusLines();
    interim();
    headers();
    withoutContent();
    lengths();
    codings();
    chunks();
    ends();
    return List.copyOf(cases);
  }

  private void statusLines() {
    open("plain", "HTTP/1.1 200 OK|Content-Length: 2||ok", 200, "ok");
    open("no reason", "HTTP/1.1 200|Content-Length: 2||ok", 200, "ok");
    open("empty reason", "HTTP/1.1 200 |Content-Length: 2||ok", 200, "ok");
    open("bytes in the reason", "HTTP/1.1 200 \u00e9\u0001|Content-Length: 2||ok", 200, "ok");
    open("two spaces", "HTTP/1.1  200  OK|Content-Length: 2||ok", 200, "ok");
    open("later minor version", "HTTP/1.9 200 OK|Content-Length: 2||ok", 200, "ok");
    open("LF alone", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", 200, "ok");
    open("status 599", "HTTP/1.1 599 X|Content-Length: 0||", 599, "");
    open("status 999", "HTTP/1.1 999 X|Content-Length: 0||", 999, "");
    bad("status 099", "HTTP/1.1 099 X|Content-Length: 0||", "invalid status: 099");
    bad("status 000", "HTTP/1.1 000 X|Content-Length: 0||", "invalid status: 000");
    bad("negative status", "HTTP/1.1 -200 X|Content-Length: 0||", "invalid status line");
    bad("status of four digits", "HTTP/1.1 2000 X|Content-Length: 0||", "invalid status line");
    bad("status of two digits", "HTTP/1.1 20 X|Content-Length: 0||", "invalid status line");
    bad("status in hex", "HTTP/1.1 0xc8 X|Content-Length: 0||", "invalid status line");
    bad("no status", "HTTP/1.1 |Content-Length: 0||", "invalid status line");
    bad("no version", "HTTP/ 200 OK|Content-Length: 0||", "invalid status line");
    bad("HTTP/2 in HTTP/1", "HTTP/2.0 200 OK|Content-Length: 0||", "HTTP/2.0 instead of HTTP/1.1");
    bad("HTTP/0.9", "hello|", "did not answer with HTTP/1");
    bad("Shoutcast", "ICY 200 OK||", "did not answer with HTTP/1");
    bad("lower case", "http/1.1 200 OK||", "did not answer with HTTP/1");
    bad("line before it", "|HTTP/1.1 200 OK|Content-Length: 0||", "did not answer with HTTP/1");
    bad("TLS alert", "\u0015\u0003\u0001\0\u0002\u0002\n", "NUL byte");
    closed("HTTP/1.0", "HTTP/1.0 200 OK||old", 200, "old");
    open("HTTP/1.0 with a length", "HTTP/1.0 200 OK|Content-Length: 3||old", 200, "old");
  }

  private void interim() {
    String ok = "HTTP/1.1 200 OK|Content-Length: 2||ok";
    open("100", "HTTP/1.1 100 Continue||" + ok, 200, "ok");
    open("103 with fields", "HTTP/1.1 103 Early|Link: </x>|Content-Length: 9||" + ok, 200, "ok");
    open("ninety-nine interim answers", "HTTP/1.1 102 X||".repeat(99) + ok, 200, "ok");
    bad("endless interim answers", "HTTP/1.1 102 X||".repeat(1000), "interim answers");
    open("a switch nobody asked for", "HTTP/1.1 101 Switching|Upgrade: x||raw", 101, "");
    cut("100 alone", "HTTP/1.1 100 Continue||", "closed the connection without a response");
  }

  private void headers() {
    open("no space after the colon", "HTTP/1.1 200 OK|Content-Length:2||ok", 200, "ok");
    open("blanks around", "HTTP/1.1 200 OK|Content-Length: \t 2 \t||ok", 200, "ok");
    open("blank before the colon", "HTTP/1.1 200 OK|Content-Length : 2||ok", 200, "ok");
    open("case", "HTTP/1.1 200 OK|CONTENT-lengtH: 2||ok", 200, "ok");
    open("folded", "HTTP/1.1 200 OK|X: a| b|\tc|Content-Length: 2||ok", 200, "ok");
    open("folded length", "HTTP/1.1 200 OK|Content-Length:| 2||ok", 200, "ok");
    open("odd name", "HTTP/1.1 200 OK|Foo (Bar): x|Content-Length: 2||ok", 200, "ok");
    open("bytes", "HTTP/1.1 200 OK|X: \u00e9\u0080\u0001|Content-Length: 2||ok", 200, "ok");
    open("many", "HTTP/1.1 200 OK|" + "X: y|".repeat(9000) + "Content-Length: 2||ok", 200, "ok");
    bad("fold at the start", "HTTP/1.1 200 OK| X: y|Content-Length: 2||ok", "begins with a space");
    bad("no colon", "HTTP/1.1 200 OK|what|Content-Length: 2||ok", "without a colon");
    bad("no name", "HTTP/1.1 200 OK|: x|Content-Length: 2||ok", "without a name");
    bad("NUL in a value", "HTTP/1.1 200 OK|X: a\0b|Content-Length: 2||ok", "NUL byte");
    bad("NUL in a name", "HTTP/1.1 200 OK|X\0: ab|Content-Length: 2||ok", "NUL byte");
    bad("bare CR", "HTTP/1.1 200 OK|X: a\rY: b|Content-Length: 2||ok", "carriage return");
    bad("CR CR LF", "HTTP/1.1 200 OK\r|Content-Length: 2||ok", "carriage return");
    bad("too long a line", "HTTP/1.1 200 OK|X: " + "y".repeat(400_000), "more than 307200 bytes");
    bad("too many lines", "HTTP/1.1 200 OK|" + "X: y|".repeat(99_000), "more than 307200 bytes");
    bad("endless status", "HTTP/1.1 200 " + "y".repeat(400_000), "more than 307200 bytes");
    cut("cut off in the status", "HTTP/1.1 2", "the response was cut off");
    cut("cut off in the head", "HTTP/1.1 200 OK|Content-Length: 2|", "the response was cut off");
    cut("nothing", "", "closed the connection without a response");
  }

  private void withoutContent() {
    open("204", "HTTP/1.1 204 No Content||", 204, "");
    open("204 with a length", "HTTP/1.1 204 No Content|Content-Length: 5||", 204, "");
    open("204 with a body", "HTTP/1.1 204 No Content|Content-Length: 5||hello", 204, "");
    open("204 in chunks", "HTTP/1.1 204 No|Transfer-Encoding: chunked||0||", 204, "");
    open("204 with garbage", "HTTP/1.1 204 No|Content-Length: crap||", 204, "");
    open("205 with a length", "HTTP/1.1 205 Reset|Content-Length: 5||hello", 205, "");
    open("304 with a length", "HTTP/1.1 304 Not Modified|Content-Length: 1000||", 304, "");
    open("304 in chunks", "HTTP/1.1 304 Not Modified|Transfer-Encoding: chunked||", 304, "");
    to("HEAD", "HEAD", "HTTP/1.1 200 OK|Content-Length: 1000||", 200, "");
    to("HEAD", "HEAD in chunks", "HTTP/1.1 200 OK|Transfer-Encoding: chunked||", 200, "");
    to("HEAD", "HEAD with garbage", "HTTP/1.1 200 OK|Content-Length: -1||", 200, "");
    to("DELETE", "DELETE with 204", "HTTP/1.1 204 No|Content-Length: 5||", 204, "");
    open("empty", "HTTP/1.1 200 OK|Content-Length: 0||", 200, "");
  }

  private void lengths() {
    String length = "HTTP/1.1 200 OK|Content-Length: ";
    open("same length twice", length + "2|Content-Length: 2||ok", 200, "ok");
    open("list of equal lengths", length + "2, 2||ok", 200, "ok");
    open("leading zeros", length + "00000000000000000000002||ok", 200, "ok");
    open("extra data", length + "2||okEXTRA", 200, "ok");
    bad("two lengths", length + "2|Content-Length: 3||ok!", "invalid Content-Length: 2, 3");
    bad("list of lengths", length + "2, 3||ok!", "invalid Content-Length: 2, 3");
    bad("crap", length + "crap||ok", "invalid Content-Length: crap");
    bad("negative", length + "-6||ok", "invalid Content-Length: -6");
    bad("plus", length + "+2||ok", "invalid Content-Length: +2");
    bad("hex", length + "0x2||ok", "invalid Content-Length: 0x2");
    bad("fraction", length + "2.0||ok", "invalid Content-Length: 2.0");
    bad("unit", length + "2 bytes||ok", "invalid Content-Length: 2 bytes");
    bad("empty length", length + "||ok", "invalid Content-Length: ");
    bad("empty item", length + "2,||ok", "invalid Content-Length: 2,");
    bad("other digits", length + "\u00b2||ok", "invalid Content-Length: ");
    bad("beyond 64 bits", length + "99999999999999999999||ok", "invalid Content-Length: 9999");
    bad("2^63", length + "9223372036854775808||ok", "invalid Content-Length: 92233");
    cut("too short", length + "10||hello", "the response was cut off after 5 of 10 bytes");
    cut("2^63-1", length + "9223372036854775807||ok", "cut off after 2 of 9223372036854775807");
  }

  private void codings() {
    String coding = "HTTP/1.1 200 OK|Transfer-Encoding: ";
    String body = "||2|ok|0||";
    open("chunked", coding + "chunked" + body, 200, "ok");
    open("case of chunked", coding + "CHUNKED" + body, 200, "ok");
    open("identity, chunked", coding + "identity, chunked" + body, 200, "ok");
    open("empty items", coding + ", chunked ," + body, 200, "ok");
    open("beside a length", coding + "chunked|Content-Length: 99" + body, 200, "ok");
    open("beside garbage", coding + "chunked|Content-Length: x" + body, 200, "ok");
    open(
        "after a length",
        "HTTP/1.1 200 OK|Content-Length: 99|Transfer-Encoding: chunked" + body,
        200,
        "ok");
    open("identity alone", coding + "identity|Content-Length: 2||ok", 200, "ok");
    open("in HTTP/1.0", "HTTP/1.0 200 OK|Transfer-Encoding: chunked" + body, 200, "ok");
    bad("chunked twice", coding + "chunked, chunked" + body, "Transfer-Encoding: chunked, chunked");
    bad("in two fields", coding + "chunked|Transfer-Encoding: chunked" + body, "Transfer-Encoding");
    bad("gzip", coding + "gzip, chunked" + body, "Transfer-Encoding: gzip, chunked");
    bad("gzip last", coding + "chunked, gzip" + body, "Transfer-Encoding: chunked, gzip");
    bad("parameter", coding + "chunked;x=y" + body, "Transfer-Encoding: chunked;x=y");
    bad("unknown coding", coding + "xchunked" + body, "Transfer-Encoding: xchunked");
    bad("vertical tab", coding + "\u000bchunked" + body, "Transfer-Encoding");
  }

  private void chunks() {
    String head = "HTTP/1.1 200 OK|Transfer-Encoding: chunked||";
    open("several", head + "2|he|3|llo|0||", 200, "hello");
    open("hex digits", head + "a|0123456789|A|0123456789|0||", 200, "01234567890123456789");
    open("leading zeros in a chunk", head + "00000000000000000000002|ok|000||", 200, "ok");
    open("extension", head + "2;a=b;c=\"d\"|ok|0;x||", 200, "ok");
    open("blanks after the size", head + "2  |ok|0 ||", 200, "ok");
    open("trailers", head + "2|ok|0|X: y|Content-Length: 99||", 200, "ok");
    open(
        "LF alone in chunks",
        "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2\nok\n0\n\n",
        200,
        "ok");
    open("no content in chunks", head + "0||", 200, "");
    bad("long extension", head + "2;" + "x".repeat(1 << 20) + "|ok|0||", "extension of more than");
    bad("no hex", head + "xyz|ok|0||", "invalid size");
    bad("no size", head + "|ok|0||", "invalid size");
    bad("extension alone", head + ";a|ok|0||", "invalid size");
    bad("negative size", head + "-2|ok|0||", "invalid size");
    bad("size in C", head + "0x2|ok|0||", "invalid size");
    bad("size beyond 64 bits", head + "fffffffffffffffff|ok|0||", "invalid size");
    bad("two sizes", head + "2 2|ok|0||", "invalid size");
    bad("too long a chunk", head + "2|okay|0||", "longer than its size");
    bad("endless trailers", head + "2|ok|0|" + "X: y|".repeat(99_000), "more than 307200 bytes");
    bad("trailer without a colon", head + "2|ok|0|what||", "without a colon");
    cut("cut off in a chunk", head + "5|he", "the response was cut off within a chunk");
    cut("cut off after a chunk", head + "2|ok", "the response was cut off after a chunk");
    cut("cut off between chunks", head + "2|ok|", "the response was cut off between chunks");
    cut("cut off in a size", head + "2", "the response was cut off between chunks");
    cut("cut off in trailers", head + "2|ok|0|X: y", "the response was cut off");
  }

  private void ends() {
    closed("until the end", "HTTP/1.1 200 OK||until the end", 200, "until the end");
    closed("Connection: close", "HTTP/1.1 200 OK|Connection: close||end", 200, "end");
    closed("empty until the end", "HTTP/1.1 200 OK||", 200, "");
    open("error with a body", "HTTP/1.1 404 No|Content-Length: 4||gone", 404, "");
    bad(
        "a part nobody asked for",
        "HTTP/1.1 206 Part|Content-Range: bytes 0-1/9|Content-Length: " + "2||ok",
        "206");
  }
}
