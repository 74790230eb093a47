/** TLS as curl's users know it: certificates and keys in PEM files, trust of the system. */
package dev.resil.tls;
