package dev.resil.cli.options;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code resil --version} says. */
public final class Version implements IVersionProvider {
  /**
   * From the jar's manifest, where the build put it; read while a native image is built. After a
   * plus sign, as SemVer has it, follows the commit, if there was one.
   */
  private static final List<String> PARTS =
      List.of(
          Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
              .orElse("development")
              .split("\\+", 2));

  @Override
  public String[] getVersion() {
    return new String[] {
      "resil " + number() + " (" + commit().map(c -> c + ", ").orElse("") + runtime() + ")"
    };
  }

  /** The version alone. */
  public static String number() {
    return PARTS.getFirst();
  }

  /**
   * The abbreviated commit that it was built from, with {@code -dirty} where files were changed.
   */
  private static Optional<String> commit() {
    return PARTS.stream().skip(1).filter(commit -> !commit.isEmpty()).findFirst();
  }

  private static String runtime() {
    return System.getProperty("org.graalvm.nativeimage.imagecode") == null
        ? "JVM " + Runtime.version().feature()
        : "native";
  }
}
