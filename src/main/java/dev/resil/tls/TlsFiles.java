package dev.resil.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a TLS connection, all PEM (RFC 7468).
 *
 * @param authorities the certificates that are trusted; empty: those of the system
 * @param certificate this client's certificate, and those that lead from it to an authority
 * @param key this client's private key, not encrypted (PKCS #8); empty: it is in the certificate's
 *     file
 */
public record TlsFiles(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
  /** The system's trust, and no certificate of this client's own. */
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());
}
