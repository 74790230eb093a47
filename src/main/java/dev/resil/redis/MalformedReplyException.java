package dev.resil.redis;

import java.io.IOException;

/** What answered does not speak Redis' protocol. */
final class MalformedReplyException extends IOException {
  private static final long serialVersionUID = 1L;
}
