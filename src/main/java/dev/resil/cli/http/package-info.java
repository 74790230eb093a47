/** {@code resil http}: options with curl's names, turned into a request and its policies. */
package dev.resil.cli.http;
