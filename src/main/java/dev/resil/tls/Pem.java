package dev.resil.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** Certificates and keys in PEM files (RFC 7468). */
final class Pem {
  private static final String BEGIN = "-----BEGIN ";
  private static final String DASHES = "-----";
  private static final String NO_CERTIFICATE = ": holds no certificate in PEM";
  private static final String KEY = "PRIVATE KEY";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private Pem() {}

  /** All certificates of a file, at least one. */
  static List<X509Certificate> certificates(Path file) throws TlsException {
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(onlyCertificates(read(file))))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new TlsException(file + NO_CERTIFICATE);
      }
      return certificates;
    } catch (CertificateException e) {
      throw new TlsException(file + ": holds a certificate that cannot be read");
    }
  }

  /** Those of a bundle, at least one; what cannot be read is left out. */
  static Authorities authorities(Path bundle) throws TlsException {
    Authorities authorities = new Authorities(PemBlock.certificates(read(bundle)));
    if (authorities.isEmpty()) {
      throw new TlsException(bundle + NO_CERTIFICATE);
    }
    return authorities;
  }

  /** A key may stand in the same file, and the parser takes nothing but certificates. */
  private static byte[] onlyCertificates(String text) {
    StringBuilder certificates = new StringBuilder();
    int from = 0;
    while ((from = text.indexOf(BEGIN + "CERTIFICATE", from)) >= 0) {
      int end = text.indexOf("-----END CERTIFICATE-----", from);
      int to = end < 0 ? text.length() : end + "-----END CERTIFICATE-----".length();
      certificates.append(text, from, to).append('\n');
      from = to;
    }
    return certificates.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The private key of a file. */
  static PrivateKey key(Path file) throws TlsException {
    byte[] key = keyBytes(file);
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(key));
      } catch (InvalidKeySpecException e) {
        // of another algorithm
      } catch (GeneralSecurityException e) {
        throw new TlsException(file + ": its key cannot be read");
      }
    }
    throw new TlsException(file + ": its key is neither RSA, EC nor EdDSA");
  }

  private static byte[] keyBytes(Path file) throws TlsException {
    String text = read(file);
    String begin = BEGIN + KEY + DASHES;
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + KEY + DASHES, Math.max(from, 0));
    if (from < 0 || to < 0) {
      String wayOut =
          text.contains(KEY + DASHES)
              ? "holds a key that is encrypted or in an old form; 'openssl pkcs8 -topk8 -nocrypt'"
                  + " makes one that can be read"
              : "holds no private key in PEM";
      throw new TlsException(file + ": " + wayOut);
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw new TlsException(file + ": its key is not whole");
    }
  }

  private static String read(Path file) throws TlsException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new TlsException(file + ": no such file");
    } catch (IOException e) {
      throw new TlsException(file + ": cannot be read");
    }
  }
}
