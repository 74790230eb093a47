package dev.resil.http;

import java.util.Optional;

/**
 * The handling of the answer.
 *
 * @param file the file for the body, empty for stdout
 * @param withHead whether to output the status line and headers before the body
 * @param failedBody whether to output the body of the last response even on failure
 * @param sha256 the expected digest of the body, in lower-case hexadecimal digits
 * @param format the text written to stdout at the end
 * @param side what is written beside the answer
 * @param progress whether to show the progress of a download on a terminal
 */
public record OutputPolicy(
    Optional<String> file,
    boolean withHead,
    boolean failedBody,
    Optional<String> sha256,
    Optional<WriteOut> format,
    SideFiles side,
    boolean progress) {}
