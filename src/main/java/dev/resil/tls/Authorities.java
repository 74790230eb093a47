package dev.resil.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * The trusted certificate authorities. A system's bundle has about 140 certificates, and a server's
 * chain leads to one or two of them: those named in the chain are tried first, then all. Either way
 * Java validates the chain.
 */
public final class Authorities extends X509ExtendedTrustManager {
  private final List<byte[]> encoded;

  /**
   * The authorities of some certificates.
   *
   * @param encoded in DER; unreadable ones are skipped
   */
  public Authorities(List<byte[]> encoded) {
    this.encoded = List.copyOf(encoded);
  }

  /** Whether there is no readable certificate. */
  public boolean isEmpty() {
    return encoded.stream().noneMatch(der -> certificate(der).isPresent());
  }

  /** A certificate in DER; empty if it is not one, or of a kind that Java does not support. */
  public static Optional<X509Certificate> certificate(byte[] encoded) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded)));
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private interface Check {
    void by(X509ExtendedTrustManager trust) throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check) throws CertificateException {
    List<X509Certificate> near = readable(encoded.stream().filter(namedIn(chain)));
    if (!near.isEmpty()) {
      try {
        check.by(trusting(near));
        return;
      } catch (CertificateException e) {
        // a name may have several encodings (RFC 5280, 7.1), so try all
      }
    }
    check.by(trusting(readable(encoded.stream())));
  }

  private static Predicate<byte[]> namedIn(X509Certificate[] chain) {
    List<String> names =
        Arrays.stream(chain)
            .flatMap(one -> Stream.of(one.getIssuerX500Principal(), one.getSubjectX500Principal()))
            .map(X500Principal::getEncoded)
            .map(Authorities::text)
            .distinct()
            .toList();
    return der -> names.stream().anyMatch(text(der)::contains);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static List<X509Certificate> readable(Stream<byte[]> encoded) {
    return encoded.map(Authorities::certificate).flatMap(Optional::stream).toList();
  }

  /** Java's own trust manager, for these certificates. */
  static X509ExtendedTrustManager trusting(List<X509Certificate> certificates) {
    try {
      KeyStore store = Tls.emptyStore();
      for (X509Certificate certificate : certificates) {
        store.setCertificateEntry(Integer.toString(store.size()), certificate);
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String algorithm, Socket socket)
      throws CertificateException {
    check(chain, trust -> trust.checkServerTrusted(chain, algorithm, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
      throws CertificateException {
    check(chain, trust -> trust.checkServerTrusted(chain, algorithm, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String algorithm)
      throws CertificateException {
    check(chain, trust -> trust.checkServerTrusted(chain, algorithm));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String algorithm, Socket socket)
      throws CertificateException {
    check(chain, trust -> trust.checkClientTrusted(chain, algorithm, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
      throws CertificateException {
    check(chain, trust -> trust.checkClientTrusted(chain, algorithm, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String algorithm)
      throws CertificateException {
    check(chain, trust -> trust.checkClientTrusted(chain, algorithm));
  }

  /** None: only a server sends them to its clients. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
