package dev.resil.http;

import dev.resil.tls.TlsFiles;

/**
 * Whom to trust, and who to be.
 *
 * @param insecure whether any certificate will do
 * @param files the certificates and the key that the user names
 */
public record TlsPolicy(boolean insecure, TlsFiles files) {}
