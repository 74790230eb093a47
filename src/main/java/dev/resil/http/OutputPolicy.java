package dev.resil.http;

import java.util.Optional;

/**
 * What becomes of the answer.
 *
 * @param file where its body goes, empty for stdout
 * @param withHead whether its status line and headers come first
 * @param failedBody whether the body of the last response is given out even where it is a failure
 * @param sha256 what the body must be, in lower-case hexadecimal digits
 * @param format what is written to stdout in the end
 * @param progress whether a terminal shows how far a download is
 */
public record OutputPolicy(
    Optional<String> file,
    boolean withHead,
    boolean failedBody,
    Optional<String> sha256,
    Optional<WriteOut> format,
    boolean progress) {}
