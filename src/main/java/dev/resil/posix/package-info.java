/**
 * The C library: system calls that the JDK lacks or does differently. One interface, with one
 * binding for the JVM and one for the native image.
 */
package dev.resil.posix;
