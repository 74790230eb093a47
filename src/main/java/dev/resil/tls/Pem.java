package dev.resil.tls;

import dev.resil.files.UserFile;
import dev.resil.files.UserPath;
import dev.resil.text.IoReason;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Certificates and private keys in PEM files (RFC 7468). */
final class Pem {
  /** SEQUENCE { INTEGER 0, SEQUENCE { OID rsaEncryption, NULL }: the header of a key in PKCS #8. */
  private static final byte[] RSA_HEAD = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  /** More than any bundle has. */
  private static final int MAX_BYTES = 64 << 20;

  private static final int OCTET_STRING = 4;
  private static final int SEQUENCE = 0x30;
  private static final String NO_CERTIFICATE = "contains no certificate in PEM";

  private Pem() {}

  private interface Reading<T> {
    T of(UserPath path) throws IOException;
  }

  private static <T> T read(TlsFile file, Reading<T> reading) throws TlsException {
    try {
      return reading.of(file.path());
    } catch (IOException e) {
      throw file.unusable("cannot be read: " + IoReason.of(e));
    }
  }

  private static String text(UserPath path) throws IOException {
    return new String(UserFile.read(path, MAX_BYTES), StandardCharsets.ISO_8859_1);
  }

  /** The certificates of a file in DER, or of all files of a folder. */
  static List<byte[]> encoded(TlsFile file) throws TlsException {
    return read(file, Pem::encoded);
  }

  private static List<byte[]> encoded(UserPath path) throws IOException {
    Path folder = path.path();
    if (!Files.isDirectory(folder)) {
      return PemBlock.certificates(text(path));
    }
    List<byte[]> certificates = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        certificates.addAll(PemBlock.certificates(text(new UserPath(UserPath.text(file)))));
      }
    }
    return certificates;
  }

  /** The same; at least one is readable. */
  static List<byte[]> authorities(TlsFile file) throws TlsException {
    List<byte[]> encoded = encoded(file);
    if (new Authorities(encoded).isEmpty()) {
      throw file.unusable(NO_CERTIFICATE);
    }
    return encoded;
  }

  /** The certificates of a file, at least one; unreadable ones are skipped. */
  static List<X509Certificate> chain(TlsFile file) throws TlsException {
    return authorities(file).stream()
        .map(Authorities::certificate)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The private key of a file: PKCS #8, or PKCS #1 for RSA. */
  static PrivateKey privateKey(TlsFile file) throws TlsException {
    for (PemBlock block : PemBlock.of(read(file, Pem::text))) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return key(file, der(file, block));
        }
        case "RSA PRIVATE KEY" -> {
          return key(file, pkcs8(der(file, block)));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw file.unusable("the private key is encrypted; 'openssl pkey' decrypts it");
        case "EC PRIVATE KEY" ->
            throw file.unusable("the private key is not in PKCS #8; 'openssl pkey' converts it");
        default -> {}
      }
    }
    throw file.unusable("contains no private key in PEM");
  }

  private static byte[] der(TlsFile file, PemBlock block) throws TlsException {
    try {
      return block.der();
    } catch (IllegalArgumentException e) {
      throw file.unusable("the private key is truncated");
    }
  }

  private static PrivateKey key(TlsFile file, byte[] pkcs8) throws TlsException {
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        // another kind of key
      }
    }
    throw file.unusable("the private key is not RSA, EC or Ed25519");
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
