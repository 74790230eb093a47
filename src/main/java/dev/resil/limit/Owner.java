package dev.resil.limit;

/**
 * A run that holds a permit or waits for one.
 *
 * @param run the id of the run
 * @param holder names its process, in an opaque form
 * @param host the name of its host, for people
 * @param pid its process id on that host, for people
 * @param command the name of its command, without arguments
 */
public record Owner(String run, String holder, String host, int pid, String command) {
  /** A command's name is as long as its caller likes; this much identifies it. */
  private static final int LONGEST = 64;

  /** Shortens a very long command. */
  public Owner {
    command = shortened(command);
    host = shortened(host);
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST));
  }
}
