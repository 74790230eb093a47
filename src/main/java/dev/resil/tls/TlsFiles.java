package dev.resil.tls;

import java.util.Optional;

/**
 * The files of a TLS connection, all PEM (RFC 7468).
 *
 * @param authorities a file or folder of trusted certificates; empty for those of the system
 * @param certificate this client's certificate, and its chain up to an authority
 * @param key this client's private key, not encrypted; empty if it is in the certificate's file
 */
public record TlsFiles(
    Optional<TlsFile> authorities, Optional<TlsFile> certificate, Optional<TlsFile> key) {
  /** The system's authorities, and no client certificate. */
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty());
}
