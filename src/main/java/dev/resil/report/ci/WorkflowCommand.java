package dev.resil.report.ci;

/**
 * Workflow commands of GitHub Actions, escaped as its toolkit does (<a
 * href="https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts">command.ts</a>).
 */
final class WorkflowCommand {
  /**
   * The most characters of a text, so that a command fits into one atomic write of a pipe
   * (PIPE_BUF).
   */
  private static final int MOST = 400;

  private WorkflowCommand() {}

  /** {@code ::name::text}. */
  static String of(String name, String text) {
    return "::" + name + "::" + data(text) + "\n";
  }

  /** {@code ::name title=...::text}. */
  static String of(String name, String title, String text) {
    return "::" + name + " title=" + property(title) + "::" + data(text) + "\n";
  }

  private static String data(String text) {
    return cut(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= MOST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST)) + "...";
  }
}
