package dev.resil.cli.options;

import dev.resil.ping.PingTarget;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Checks texts of the command line as soon as they are read, so that {@code resil config check}
 * finds errors in them too. Messages name neither the option nor the value; the caller adds them.
 */
public final class TextConverters {
  private TextConverters() {}

  /** A command line for {@code sh -c}. */
  static final class ShellLine implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (value.isBlank()) {
        throw new TypeConversionException(
            "is empty; give a command line for sh, or remove the option");
      }
      return value;
    }
  }

  /** The key of a cached output. */
  static final class Key implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (value.isEmpty()) {
        throw new TypeConversionException("is empty; give a name, or remove the option");
      }
      return value;
    }
  }

  /** The name of a preset, or {@link Presets#AUTO}. */
  public static final class PresetName implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!value.equals(Presets.AUTO) && Presets.named(value).isEmpty()) {
        throw new TypeConversionException(Presets.reason(value));
      }
      return value;
    }
  }

  /** A monitoring service and the URL of a job there. */
  static final class Ping implements ITypeConverter<PingTarget> {
    @Override
    public PingTarget convert(String value) {
      return Converters.checked(() -> PingTarget.parse(value));
    }
  }
}
