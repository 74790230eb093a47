package dev.resil.http;

import dev.resil.tls.Authorities;
import dev.resil.tls.PemBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** Certificates and private keys in PEM (RFC 7468). */
final class Pem {
  /** SEQUENCE { INTEGER 0, SEQUENCE { OID rsaEncryption, NULL }: what PKCS #8 puts before a key. */
  private static final byte[] RSA_HEAD = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private static final int OCTET_STRING = 4;
  private static final int SEQUENCE = 0x30;

  private Pem() {}

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  /** The certificates of a file in DER. */
  static List<byte[]> encoded(Path file) throws IOException {
    return PemBlock.certificates(text(file));
  }

  /** The certificates of a file; one that cannot be read is left out. */
  static List<X509Certificate> certificates(Path file) throws IOException {
    return encoded(file).stream().map(Authorities::certificate).flatMap(Optional::stream).toList();
  }

  /**
   * The private key of a file: PKCS #8 or, of RSA, PKCS #1.
   *
   * @throws IllegalArgumentException if there is none that can be used; the message says why
   */
  static PrivateKey privateKey(Path file) throws IOException {
    for (PemBlock block : PemBlock.of(text(file))) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return key(block.der());
        }
        case "RSA PRIVATE KEY" -> {
          return key(pkcs8(block.der()));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new IllegalArgumentException(
                "the private key is encrypted; 'openssl pkey' writes it in the clear");
        case "EC PRIVATE KEY" ->
            throw new IllegalArgumentException(
                "the private key is not in PKCS #8; 'openssl pkey' converts it");
        default -> {}
      }
    }
    throw new IllegalArgumentException("holds no private key in PEM");
  }

  private static PrivateKey key(byte[] pkcs8) {
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        // another kind of key
      }
    }
    throw new IllegalArgumentException("the private key is none of RSA, EC and Ed25519");
  }

  private static byte[] pkcs8(byte[] pkcs1) {
    byte[] key = element(OCTET_STRING, pkcs1);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(RSA_HEAD);
    content.writeBytes(key);
    return element(SEQUENCE, content.toByteArray());
  }

  /** An element in DER (ITU-T X.690) of up to 64 KiB. */
  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    der.write(0x82);
    der.write(content.length >> 8);
    der.write(content.length);
    der.writeBytes(content);
    return der.toByteArray();
  }
}
