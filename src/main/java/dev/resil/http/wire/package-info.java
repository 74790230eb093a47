/** HTTP as bytes: URLs, heads, framing and connections. It knows no policy. */
package dev.resil.http.wire;
