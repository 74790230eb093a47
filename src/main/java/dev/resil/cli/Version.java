package dev.resil.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What {@code resil --version} says. */
public final class Version implements IVersionProvider {
  /** From the jar's manifest, where the build put it; read while a native image is built. */
  private static final String NUMBER =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("development");

  @Override
  public String[] getVersion() {
    return new String[] {"resil " + number() + " (" + runtime() + ")"};
  }

  /** The version alone. */
  public static String number() {
    return NUMBER;
  }

  private static String runtime() {
    return System.getProperty("org.graalvm.nativeimage.imagecode") == null
        ? "JVM " + Runtime.version().feature()
        : "native";
  }
}
