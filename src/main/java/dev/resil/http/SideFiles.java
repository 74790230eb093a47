package dev.resil.http;

import java.util.Optional;

/**
 * What is written beside an answer, once its run has ended.
 *
 * @param heads the file for the heads of the last attempt, {@code -} for stdout
 * @param etag the file for the ETag of a successful answer
 * @param cookies the file for the cookies, {@code -} for stdout
 * @param remoteTime whether the file of the body gets the time of its Last-Modified
 */
public record SideFiles(
    Optional<String> heads, Optional<String> etag, Optional<String> cookies, boolean remoteTime) {
  /** Nothing. */
  public static final SideFiles NONE =
      new SideFiles(Optional.empty(), Optional.empty(), Optional.empty(), false);
}
