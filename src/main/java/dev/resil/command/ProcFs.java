package dev.resil.command;

import dev.resil.text.RawText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The process table as {@code proc(5)} shows it. */
final class ProcFs implements ProcessTable {
  private static final Path ROOT = Path.of("/proc");

  @Override
  public List<Running> running() {
    List<Running> entries = new ArrayList<>();
    String[] names = new File(ROOT.toString()).list();
    for (String name : names == null ? new String[0] : names) {
      if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
        entry(Integer.parseInt(name)).ifPresent(entries::add);
      }
    }
    return entries;
  }

  @Override
  public Optional<Running> find(int pid) {
    return entry(pid);
  }

  /** The mask is hexadecimal, with bit 0 for signal 1. */
  @Override
  public boolean ignores(int pid, int signal) {
    return content(pid, "status").stream()
        .flatMap(bytes -> RawText.decode(bytes).lines())
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .anyMatch(mask -> (mask >>> (signal - 1) & 1) != 0);
  }

  private static Optional<Running> entry(int pid) {
    return content(pid, "stat").flatMap(bytes -> parse(pid, RawText.decode(bytes)));
  }

  /** The name in parentheses may hold anything, so fields are counted from its end. */
  private static Optional<Running> parse(int pid, String stat) {
    int close = stat.lastIndexOf(')');
    if (close < 0) {
      return Optional.empty();
    }
    String name = stat.substring(stat.indexOf('(') + 1, close);
    String[] fields = stat.substring(close + 2).split(" ", -1);
    boolean ended = fields[0].equals("Z") || fields[0].equals("X");
    return ended
        ? Optional.empty()
        : Optional.of(
            new Running(
                pid,
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                Long.parseLong(fields[19]),
                name,
                fields[0].equals("T")));
  }

  @Override
  public Optional<String> variable(int pid, String name) {
    return content(pid, "environ")
        .flatMap(bytes -> {
          String start = name + "=";
          for (String entry : RawText.decode(bytes).split("\0", -1)) {
            if (entry.startsWith(start)) {
              return Optional.of(entry.substring(start.length()));
            }
          }
          return Optional.empty();
        });
  }

  /** Empty where the process has ended meanwhile, or is somebody else's. */
  private static Optional<byte[]> content(int pid, String file) {
    try {
      return Optional.of(Files.readAllBytes(ROOT.resolve(pid + "/" + file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
