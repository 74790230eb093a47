package dev.resil;

import picocli.CommandLine.Command;

/** The entry point. */
@Command(name = "resil")
public final class Main {
  private Main() {}

  /** Runs resil. */
  public static void main(String[] args) {
    System.out.println(args.length);
  }
}
