package dev.resil.http.coding;

import java.io.IOException;

/** A body that cannot be taken, however often it is fetched. The message says why. */
public final class UnacceptableBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A body that is not taken for a reason. */
  public UnacceptableBodyException(String reason) {
    super(reason);
  }
}
