package dev.resil.http;

import dev.resil.tls.TlsFiles;

/**
 * The trust in servers, and the client's certificate.
 *
 * @param insecure whether any certificate is accepted
 * @param files the certificates and the key named by the user
 */
public record TlsPolicy(boolean insecure, TlsFiles files) {}
