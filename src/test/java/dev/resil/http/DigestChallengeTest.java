package dev.resil.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestChallengeTest {
  private static final String REST =
      "realm=\"http-auth@example.org\", qop=\"auth, auth-int\","
          + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
          + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  private static final Credentials MUFASA = new Credentials("Mufasa", "Circle of Life");

  /** The examples of RFC 7616, 3.9.1. */
  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void shouldAnswerAsTheStandardDoes(String algorithm, String response) {
    String header = "Digest " + REST + ", algorithm=" + algorithm;

    assertThat(
            DigestChallenge.strongest(List.of(header))
                .orElseThrow()
                .answer(
                    MUFASA,
                    "GET",
                    "/dir/index.html",
                    "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"))
        .contains("response=\"" + response + "\"", "qop=auth,", "algorithm=" + algorithm);
  }

  /** RFC 2069, with the erratum's result. */
  @Test
  void shouldAnswerWithoutQop() {
    String header =
        "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"";

    assertThat(
            DigestChallenge.strongest(List.of(header))
                .orElseThrow()
                .answer(new Credentials("Mufasa", "CircleOfLife"), "GET", "/dir/index.html", "x"))
        .contains("response=\"1949323746fe6a43ef61f9606e7febea\"")
        .doesNotContain("cnonce", "algorithm");
  }

  /** RFC 7616, 3.4.4: the hash of the user and the realm stands for the user. */
  @Test
  void shouldHideTheUser() {
    String header = "Digest " + REST + ", algorithm=SHA-256, userhash=true";

    assertThat(answer(header, MUFASA))
        .contains(
            "username=\"a947aad205e80e429958a387394944c6b496301e79f89d35a4cc23b6ee12b5b6\"",
            ", userhash=true")
        .doesNotContain("Mufasa");
  }

  /** RFC 7616, 3.9.2, with the user of erratum 4897. */
  @Test
  void shouldAnswerWithTruncatedSha512() {
    String header =
        "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
            + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\","
            + " opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", userhash=true";

    assertThat(
            DigestChallenge.strongest(List.of(header))
                .orElseThrow()
                .answer(
                    new Credentials("J\u00e4s\u00f8n Doe", "Secret, or not?"),
                    "GET",
                    "/doe.json",
                    "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm"))
        .contains(
            "username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"",
            "algorithm=SHA-512-256");
  }

  /** A user of a URL can contain any character, but cannot add a header. */
  @Test
  void shouldEncodeControlCharacters() {
    assertThat(answer("Digest nonce=x", new Credentials("a\r\nb: c\0", "p")))
        .contains("username=\"a%0D%0Ab: c%00\"")
        .doesNotContain("\r", "\n", "\0");
  }

  private static String answer(String header, Credentials user) {
    return DigestChallenge.strongest(List.of(header)).orElseThrow().answer(user, "GET", "/", "c");
  }

  @Test
  void shouldTakeTheStrongest() {
    String both =
        "Basic realm=\"a, Digest b\", digest algorithm=SHA-256 , nonce=\"n\\\"2\" , Digest"
            + " nonce=n1";

    assertThat(
            DigestChallenge.strongest(List.of("Digest nonce=n0", both)).orElseThrow().parameters())
        .containsEntry("nonce", "n\"2")
        .containsEntry("algorithm", "SHA-256");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic realm=x",
        "Digest",
        "Digest realm=x",
        "Digest nonce=x, algorithm=SHA-512",
        "Digest nonce=x, qop=auth-int",
        "=,\"=;Digest\""
      })
  void shouldAnswerNothingElse(String header) {
    assertThat(DigestChallenge.strongest(List.of(header))).isEmpty();
  }
}
