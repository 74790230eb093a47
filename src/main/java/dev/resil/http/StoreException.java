package dev.resil.http;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Something on this machine, not the network, kept a request from being made or kept. */
final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** A problem, in words for people. */
  StoreException(String message) {
    super(message);
  }

  /** Why something about a file failed, without the file's name. */
  static String reason(Exception e) {
    return switch (e) {
      case NoSuchFileException missing -> "No such file or directory";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
