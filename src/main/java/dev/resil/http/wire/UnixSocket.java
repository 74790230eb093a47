package dev.resil.http.wire;

import java.nio.file.Path;

/**
 * A socket of this machine, which stands for every server.
 *
 * @param path its absolute path
 * @param shown its name for messages
 */
public record UnixSocket(Path path, String shown) {}
