package dev.resil.http.wire;

import java.io.InputStream;

/**
 * An answer. Its content is read before anything else is done with the connection.
 *
 * @param head its head
 * @param content its content, without framing; throws {@link WireException} if it is incomplete
 * @param bounded whether the content ends before the connection does
 */
public record Response(Head head, InputStream content, boolean bounded) {}
