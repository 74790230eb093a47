package dev.resil.cli.options;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The output of {@code resil --version}. */
public final class Version implements IVersionProvider {
  /**
   * Version and, after a plus sign as in SemVer, the commit, if any: from the jar's manifest, read
   * when the native image is built.
   */
  private static final List<String> PARTS =
      List.of(
          Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
              .orElse("development")
              .split("\\+", 2));

  @Override
  public String[] getVersion() {
    return new String[] {"resil " + number() + " (" + build() + ")"};
  }

  /** The version alone. */
  public static String number() {
    return PARTS.getFirst();
  }

  /** The commit, if known, and the runtime. */
  public static String build() {
    return commit().map(c -> c + ", ").orElse("") + runtime();
  }

  /** The abbreviated commit of the build, with {@code -dirty} if files were changed. */
  private static Optional<String> commit() {
    return PARTS.stream().skip(1).filter(commit -> !commit.isEmpty()).findFirst();
  }

  private static String runtime() {
    return System.getProperty("org.graalvm.nativeimage.imagecode") == null
        ? "JVM " + Runtime.version().feature()
        : "native";
  }
}
