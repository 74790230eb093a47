package dev.resil.http;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whom to trust, and who to be.
 *
 * @param insecure whether any certificate will do
 * @param authorities a file or folder of certificates in place of the system's
 * @param identity a client certificate with its chain, in PEM
 * @param key the certificate's private key, in PEM, where it is not in the same file
 */
public record TlsPolicy(
    boolean insecure, Optional<Path> authorities, Optional<Path> identity, Optional<Path> key) {}
