package dev.resil.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values of headers that no server should send. */
final class OddValues {
  private OddValues() {}

  /** 200 of them. */
  static List<String> all() {
    List<String> odd =
        List.of(
            "",
            ",",
            ";",
            "=",
            ":",
            "\"",
            "\"\"",
            "-1",
            "0",
            "1.5",
            "1e999",
            "0x10",
            "+5",
            "NaN",
            "99999999999999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "\u00e9",
            "sha-256=:A:",
            "sha-256=::",
            "sha-256=:====:",
            "sha-512=:AAAA",
            "bytes 0-0/1",
            "bytes 5-1/3",
            "bytes 0-99999999999999999999/9",
            "bytes */0",
            "bytes=-",
            "W/\"x\"",
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Mon, 99 Foo 0000",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "\u2028",
            "http://",
            "http://[",
            "//",
            "http://a:b:c",
            "mailto:x",
            "%",
            "%zz",
            "http://h:0/",
            "\u0001",
            "limit=1, remaining=0, reset=99999999999999999999",
            "x;r=0;t=-1",
            "a".repeat(2000),
            "gzip",
            "br, gzip",
            "chunked",
            "identity",
            "close",
            "text/html; charset=",
            "a=b; Max-Age=99999999999999999999; Expires=x; Domain=.",
            "=; =; =",
            "Digest realm=\"\", nonce=, qop=\"auth",
            "Digest nonce=\"\\",
            "Basic, Digest, Digest algorithm=x");
    Random random = new Random(20);
    List<String> all = new ArrayList<>(odd);
    while (all.size() < 200) {
      String one = odd.get(random.nextInt(odd.size())) + odd.get(random.nextInt(odd.size()));
      if (!all.contains(one)) {
        all.add(one);
      }
    }
    return all;
  }
}
