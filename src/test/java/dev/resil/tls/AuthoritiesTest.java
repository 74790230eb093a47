package dev.resil.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** The result must equal that of Java with all certificates at once. */
class AuthoritiesTest {
  private static final long DAY = 24 * 60 * 60 * 1000L;
  private static final HeldCertificate ROOT = authority("root").build();
  private static final HeldCertificate OTHER = authority("other").build();
  private static final HeldCertificate BETWEEN =
      authority("between").certificateAuthority(0).signedBy(ROOT).build();
  private static final HeldCertificate LEAF = leaf().signedBy(BETWEEN).build();

  private static HeldCertificate.Builder authority(String name) {
    return new HeldCertificate.Builder().certificateAuthority(1).commonName(name);
  }

  private static HeldCertificate.Builder leaf() {
    return new HeldCertificate.Builder().commonName("leaf").addSubjectAlternativeName("localhost");
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private static Authorities trusting(HeldCertificate... held) {
    return new Authorities(Arrays.stream(held).map(one -> der(one.certificate())).toList());
  }

  private static void check(Authorities authorities, HeldCertificate... chain)
      throws CertificateException {
    authorities.checkServerTrusted(
        Arrays.stream(chain).map(HeldCertificate::certificate).toArray(X509Certificate[]::new),
        "ECDHE_ECDSA");
  }

  private static void assertTrusted(Authorities authorities, HeldCertificate... chain) {
    assertThatCode(() -> check(authorities, chain)).doesNotThrowAnyException();
  }

  private static void assertRefused(Authorities authorities, HeldCertificate... chain) {
    assertThatThrownBy(() -> check(authorities, chain)).isInstanceOf(CertificateException.class);
  }

  @Test
  void shouldTrustACertificateOfAnAuthority() {
    assertTrusted(trusting(OTHER, ROOT), LEAF, BETWEEN);
    assertTrusted(trusting(OTHER, ROOT), LEAF, BETWEEN, ROOT);
    assertTrusted(trusting(OTHER, ROOT), BETWEEN);
    assertRefused(trusting(OTHER, authority("third").build()), LEAF, BETWEEN);
  }

  @Test
  void shouldTrustAnIntermediateAuthority() {
    assertTrusted(trusting(OTHER, BETWEEN), LEAF);
    assertTrusted(trusting(OTHER, BETWEEN), LEAF, BETWEEN);
    assertRefused(trusting(OTHER, ROOT), LEAF);
  }

  @Test
  void shouldTrustAListedCertificate() {
    HeldCertificate own = leaf().build();
    assertTrusted(trusting(OTHER, own), own);
    assertTrusted(trusting(OTHER, LEAF), LEAF, BETWEEN);
    assertRefused(trusting(OTHER, ROOT), own);
    assertRefused(trusting(OTHER, own), leaf().build());
  }

  @Test
  void shouldNotTrustAnAuthorityByNameOnly() {
    assertRefused(trusting(OTHER, authority("root").build()), LEAF, BETWEEN);
    assertTrusted(trusting(authority("root").build(), ROOT, OTHER), LEAF, BETWEEN);
  }

  /** The old root signed the new one's key, for clients that do not have the new one yet. */
  @Test
  void shouldFindAChainThroughACrossSignedAuthority() {
    HeldCertificate crossed =
        authority("root").keyPair(ROOT.keyPair()).certificateAuthority(1).signedBy(OTHER).build();
    assertTrusted(trusting(ROOT, authority("third").build()), LEAF, BETWEEN, crossed);
    assertTrusted(trusting(OTHER, authority("third").build()), LEAF, BETWEEN, crossed);
    assertTrusted(trusting(ROOT, OTHER), LEAF, BETWEEN, crossed);

    long now = System.currentTimeMillis();
    HeldCertificate gone = authority("other").validityInterval(now - 2 * DAY, now - DAY).build();
    HeldCertificate crossedByGone =
        authority("root").keyPair(ROOT.keyPair()).certificateAuthority(1).signedBy(gone).build();
    assertTrusted(trusting(gone, ROOT), LEAF, BETWEEN, crossedByGone);
  }

  @Test
  void shouldReportAnExpiredCertificate() {
    long now = System.currentTimeMillis();
    HeldCertificate old = leaf().signedBy(ROOT).validityInterval(now - 2 * DAY, now - DAY).build();
    assertThatThrownBy(() -> check(trusting(OTHER, ROOT), old))
        .hasRootCauseInstanceOf(CertificateExpiredException.class);
  }

  /** A name as a PrintableString, in capitals, is the same name. */
  @Test
  void shouldRecognizeANameInAnotherEncoding() {
    String text = new String(der(BETWEEN.certificate()), StandardCharsets.ISO_8859_1);
    String name = "\u000c\u0007between"; // a UTF8String
    assertThat(text).contains(name);
    // its own signature is invalid, which does not matter for a trusted certificate
    byte[] other = text.replace(name, "\u0013\u0007BETWEEN").getBytes(StandardCharsets.ISO_8859_1);
    byte[] namesake = der(authority("between").build().certificate());

    assertTrusted(new Authorities(List.of(der(OTHER.certificate()), other)), LEAF);
    assertTrusted(new Authorities(List.of(namesake, other)), LEAF);
    assertRefused(new Authorities(List.of(namesake, der(OTHER.certificate()))), LEAF);
  }

  @Test
  void shouldSkipUnreadableEntries() {
    assertThat(new Authorities(List.of()).isEmpty()).isTrue();
    assertThat(new Authorities(List.of(new byte[0], new byte[] {1, 2, 3})).isEmpty()).isTrue();
    List<byte[]> some = new ArrayList<>(List.of(new byte[] {1, 2, 3}));
    some.add(der(ROOT.certificate()));
    Authorities authorities = new Authorities(some);
    assertThat(authorities.isEmpty()).isFalse();
    assertTrusted(authorities, LEAF, BETWEEN);
  }
}
