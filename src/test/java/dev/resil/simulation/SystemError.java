package dev.resil.simulation;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** An error of a system call, as the JDK reports it. */
enum SystemError {
  EIO("Input/output error"),
  ENOSPC("No space left on device"),
  EDQUOT("Disk quota exceeded"),
  EROFS("Read-only file system"),
  EACCES("Permission denied"),
  EPERM("Operation not permitted"),
  ENOMEM("Cannot allocate memory"),
  EMFILE("Too many open files"),
  ENOLCK("No locks available"),
  ESTALE("Stale file handle"),
  ELOOP("Too many levels of symbolic links"),
  EBUSY("Device or resource busy");

  private final String message;

  SystemError(String message) {
    this.message = message;
  }

  /** For a call that names a file. */
  IOException at(String path) {
    return this == EACCES
        ? new AccessDeniedException(path)
        : new FileSystemException(path, null, message);
  }

  /** For a call on a descriptor. */
  IOException atDescriptor() {
    return new IOException(message);
  }
}
