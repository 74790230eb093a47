package dev.resil.files;

import java.io.IOException;

/** A file or folder that another user could have written or replaced. */
public final class UntrustedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A rejected file.
   *
   * @param message the file, the reason and the remedy
   */
  public UntrustedFileException(String message) {
    super(message);
  }
}
