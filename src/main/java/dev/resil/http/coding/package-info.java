/** The content codings of responses: gzip, deflate, br and zstd. */
package dev.resil.http.coding;
