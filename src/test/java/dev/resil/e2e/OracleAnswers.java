package dev.resil.e2e;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The answers of the curl oracle's server, by path. */
final class OracleAnswers {
  private OracleAnswers() {}

  /** The answer to a request. */
  static byte[] to(RecordingServer.Request request) {
    if (request.method().equals("CONNECT")) {
      return RecordingServer.answer("407 No", "Proxy-Authenticate: Basic realm=\"x\"\r\n", "");
    }
    String path = request.target().replaceFirst("^http://[^/]*", "").replaceFirst("[?].*", "");
    String[] parts = path.split("/", -1);
    String what = parts.length > 1 ? parts[1] : "";
    byte[] answer =
        switch (what) {
          case "status" -> RecordingServer.answer(parts[2] + " Whatever", "", "body " + parts[2]);
          case "redirect" -> redirect("302 Found", next(Integer.parseInt(parts[2])));
          // /to/CODE/HOST/WHERE
          case "to" -> redirect(parts[2] + " Elsewhere", "http://" + parts[3] + "/" + parts[4]);
          case "relative" -> redirect("302 Found", "../ok");
          case "fragment" -> redirect("302 Found", "/ok#part");
          case "no-content" -> raw("HTTP/1.1 204 No Content\r\n\r\n");
          case "not-modified" -> raw("HTTP/1.1 304 Not Modified\r\n\r\n");
          case "etag" -> RecordingServer.answer("200 OK", "ETag: W/\"v2\"\r\n", "ok\n");
          case "digest" ->
              request.header("authorization").startsWith("Digest username=\"user\"")
                  ? RecordingServer.answer("200 OK", "", "ok\n")
                  : RecordingServer.answer(
                      "401 Who",
                      "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n",
                      "who?\n");
          case "cookies" ->
              RecordingServer.answer(
                  "302 Found",
                  "Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\nLocation: /ok\r\n",
                  "moved\n");
          case "chunked" ->
              raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
          case "interim" ->
              raw(
                  "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n"
                      + "Content-Length: 2\r\n\r\nok");
          case "cut" -> cut(parts[2]);
          case "coded" -> coded(parts[2]);
          default -> RecordingServer.answer("200 OK", "Content-Type: text/plain\r\n", "ok\n");
        };
    return request.method().equals("HEAD") ? headOf(answer) : answer;
  }

  private static String next(int left) {
    return left == 1 ? "/ok" : "/redirect/" + (left - 1);
  }

  private static byte[] redirect(String status, String location) {
    return RecordingServer.answer(status, "Location: " + location + "\r\n", "moved\n");
  }

  /** Answers after which the connection is closed. */
  private static byte[] cut(String how) {
    return switch (how) {
      case "empty" -> new byte[0];
      case "garbage" -> raw("what is this\r\n\r\n");
      case "length" -> raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
      case "chunk" -> raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
      case "close" -> raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end");
      case "old" -> raw("HTTP/1.0 200 OK\r\n\r\nuntil the end");
      default -> throw new IllegalArgumentException(how);
    };
  }

  /** The text "packed" and a line end, in some codings. */
  private static byte[] coded(String codings) {
    String hex =
        switch (codings) {
          case "gzip", "x-gzip", "cut" -> "1f8b08000000000002032b484cce4e4de1020043e0412f07000000";
          case "deflate" -> "78da2b484cce4e4de102000af90273";
          case "br" -> "0b03807061636b65640a03";
          case "zstd" -> "28b52ffd04583900007061636b65640ae1de0544";
          default -> "7061636b6564";
        };
    byte[] body = HexFormat.of().parseHex(codings.equals("cut") ? hex.substring(0, 30) : hex);
    return RecordingServer.answer(
        "200 OK", "Content-Encoding: %s\r\n".formatted(codings.replace("cut", "gzip")), body);
  }

  private static byte[] raw(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] headOf(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    return raw(text.substring(0, text.indexOf("\r\n\r\n") + 4));
  }
}
