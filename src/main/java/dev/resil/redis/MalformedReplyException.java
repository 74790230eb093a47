package dev.resil.redis;

import java.io.IOException;

/** The server does not speak the Redis protocol. */
final class MalformedReplyException extends IOException {
  private static final long serialVersionUID = 1L;
}
