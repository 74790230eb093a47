/** TLS configured as in curl: certificates and keys in PEM files, and the system's authorities. */
package dev.resil.tls;
