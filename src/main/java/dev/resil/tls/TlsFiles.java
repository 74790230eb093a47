package dev.resil.tls;

import java.util.Optional;

/**
 * The files of a TLS connection, all PEM (RFC 7468).
 *
 * @param authorities a file or a folder of the certificates that are trusted; empty: those of the
 *     system
 * @param certificate this client's certificate, and those that lead from it to an authority
 * @param key this client's private key, not encrypted; empty: it is in the certificate's file
 */
public record TlsFiles(
    Optional<TlsFile> authorities, Optional<TlsFile> certificate, Optional<TlsFile> key) {
  /** The system's trust, and no certificate of this client's own. */
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());
}
