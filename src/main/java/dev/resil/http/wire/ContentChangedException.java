package dev.resil.http.wire;

import java.io.IOException;

/** The content of a request changed while it was sent. */
public final class ContentChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  ContentChangedException() {
    super("the body of the request changed while it was sent");
  }
}
