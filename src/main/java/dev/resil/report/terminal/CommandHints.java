package dev.resil.report.terminal;

import java.util.Set;
import java.util.regex.Pattern;

/** What a command's name that was not found may have been meant as. */
public final class CommandHints {
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\+?=.*");

  /** Spaces, ends of commands and expansions, which only a shell understands. */
  private static final Pattern SHELLS_WORK = Pattern.compile("[ \\t\\n;&|<>`]|\\$[A-Za-z_({]|^~");

  /** Builtins and reserved words of shells for which there is usually no program. */
  private static final Set<String> OF_SHELLS =
      Set.of(
          ".",
          ":",
          "source",
          "alias",
          "bg",
          "bind",
          "builtin",
          "caller",
          "cd",
          "command",
          "declare",
          "dirs",
          "disown",
          "eval",
          "exec",
          "exit",
          "export",
          "fc",
          "fg",
          "getopts",
          "hash",
          "jobs",
          "let",
          "local",
          "logout",
          "mapfile",
          "popd",
          "pushd",
          "read",
          "readonly",
          "return",
          "set",
          "setopt",
          "shift",
          "shopt",
          "times",
          "trap",
          "type",
          "typeset",
          "ulimit",
          "umask",
          "unalias",
          "unset",
          "wait",
          "if",
          "for",
          "while",
          "until",
          "case",
          "function",
          "select",
          "time",
          "{",
          "(",
          "!",
          "[[",
          "((");

  private CommandHints() {}

  /** The remedy, after a semicolon; empty if there is none to suggest. */
  public static String of(String name) {
    if (ASSIGNMENT.matcher(name).matches()) {
      return "; to set a variable, use env: resil run -- env NAME=VALUE COMMAND";
    } else if (OF_SHELLS.contains(name)) {
      return "; it is part of the shell: resil run -c 'LINE'";
    } else if (SHELLS_WORK.matcher(name).find()) {
      return "; to run a line of the shell, use -c: resil run -c 'LINE'";
    }
    return "";
  }
}
