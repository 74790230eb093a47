package dev.resil.files;

import java.io.IOException;

/** A file or a folder that another user could have written, or put in its place. */
public final class UntrustedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A file that is not used.
   *
   * @param message names it, says why, and what to do
   */
  public UntrustedFileException(String message) {
    super(message);
  }
}
