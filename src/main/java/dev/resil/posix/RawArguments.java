package dev.resil.posix;

import dev.resil.text.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program's arguments, without loss. A runtime decodes them by the locale, which loses bytes
 * (in cron's bare environment, everything beyond ASCII), so non-ASCII arguments are read again from
 * the system.
 */
public final class RawArguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private RawArguments() {}

  /** The arguments of {@code main} without loss, as {@link RawText}. */
  public static String[] of(String[] decoded) {
    for (String argument : decoded) {
      if (!RawText.isAscii(argument)) {
        return reread(decoded);
      }
    }
    return decoded;
  }

  private static String[] reread(String[] decoded) {
    try {
      List<String> all = split(Files.readAllBytes(COMMAND_LINE));
      return all.size() < decoded.length
          ? decoded
          : all.subList(all.size() - decoded.length, all.size()).toArray(String[]::new);
    } catch (IOException e) {
      return decoded; // no /proc (macOS): keep the locale's decoding
    }
  }

  /** The texts in a list of C strings. */
  static List<String> split(byte[] commandLine) {
    List<String> arguments = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        arguments.add(RawText.decode(Arrays.copyOfRange(commandLine, start, i)));
        start = i + 1;
      }
    }
    return arguments;
  }
}
