package dev.resil.cli.options;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.Quorum;
import dev.resil.breaker.Threshold;
import dev.resil.breaker.Verdict;
import dev.resil.cli.options.RetryOptions.BackoffKind;
import dev.resil.command.StderrMode;
import dev.resil.command.StdinMode;
import dev.resil.command.StdoutMode;
import dev.resil.outcome.OutcomeParser;
import dev.resil.outcome.OutcomeSet;
import dev.resil.outcome.Signals;
import dev.resil.retry.FailureLimit;
import dev.resil.retry.Jitter;
import dev.resil.run.WhenOpen;
import dev.resil.text.Durations;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts words on the command line to values. Error messages do not name the option; the caller
 * adds it.
 */
public final class Converters {
  private static final String JITTERS = "none, full, equal, decorrelated";

  private Converters() {}

  /** The name of a constant on the command line. */
  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Converts the exceptions of parsers outside the command line to picocli's. */
  static <T> T checked(Supplier<T> conversion) {
    try {
      return conversion.get();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** A duration. */
  public static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return checked(() -> Durations.parse(value));
    }
  }

  /** A limit on attempts, or {@code unlimited}. */
  static final class AttemptLimit implements ITypeConverter<OptionalLong> {
    @Override
    public OptionalLong convert(String value) {
      if (value.equals("unlimited")) {
        return OptionalLong.empty();
      }
      if (isDigits(value)) {
        String digits = value.replaceFirst("^0+", "");
        if (digits.length() > 18) {
          return OptionalLong.of(Long.MAX_VALUE);
        } else if (!digits.isEmpty()) {
          return OptionalLong.of(Long.parseLong(digits));
        }
      }
      throw new TypeConversionException("must be a whole number of 1 or more, or 'unlimited'");
    }
  }

  /** A number of rows to show. */
  public static final class Rows implements ITypeConverter<Integer> {
    private static final int MAX = 10_000;

    @Override
    public Integer convert(String value) {
      if (value.matches("[0-9]{1,5}")) {
        int rows = Integer.parseInt(value);
        if (rows >= 1 && rows <= MAX) {
          return rows;
        }
      }
      throw new TypeConversionException("must be a whole number from 1 to " + MAX);
    }
  }

  /** A growth factor of at least 1. */
  static final class Factor implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      double factor = number(value);
      if (!(factor >= 1)) {
        throw new TypeConversionException("must be a number of 1 or more");
      }
      return Math.min(factor, Double.MAX_VALUE);
    }
  }

  /**
   * NaN unless the value is a plain decimal number: Java's own grammar also accepts 0x1p3, 1d and
   * NaN.
   */
  private static double number(String value) {
    boolean plain = value.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.');
    try {
      return plain ? Double.parseDouble(value) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** A kind of backoff. */
  static final class BackoffKindConverter implements ITypeConverter<BackoffKind> {
    @Override
    public BackoffKind convert(String value) {
      return constant(BackoffKind.values(), value);
    }
  }

  /** A jitter, by name or as a factor. */
  static final class JitterConverter implements ITypeConverter<Jitter> {
    @Override
    public Jitter convert(String value) {
      return switch (value) {
        case "none" -> new Jitter.None();
        case "full" -> new Jitter.Full();
        case "equal" -> new Jitter.Equal();
        case "decorrelated" -> new Jitter.Decorrelated();
        default -> {
          double factor = number(value);
          if (!(factor >= 0 && factor <= 1)) {
            throw new TypeConversionException("must be between 0 and 1, or one of " + JITTERS);
          }
          yield new Jitter.Factor(factor);
        }
      };
    }
  }

  /** A signed 64-bit integer. */
  static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
      try {
        return Long.valueOf(value);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "must be a whole number from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
      }
    }
  }

  /** A signal, by name or number. */
  public static final class SignalNumber implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return Signals.number(value)
          .orElseThrow(() ->
              new TypeConversionException(
                  "must be a signal's name or number, such as TERM, INT or 15; 'kill -l'"
                      + " lists them"));
    }
  }

  /** A shell with a completion script. */
  public static final class ShellConverter implements ITypeConverter<CompletionShell> {
    @Override
    public CompletionShell convert(String value) {
      return constant(CompletionShell.values(), value);
    }
  }

  /** The mode of a command's stdin. */
  public static final class Stdin implements ITypeConverter<StdinMode> {
    @Override
    public StdinMode convert(String value) {
      return constant(StdinMode.values(), value);
    }
  }

  /** The mode of a command's stdout. */
  public static final class Stdout implements ITypeConverter<StdoutMode> {
    @Override
    public StdoutMode convert(String value) {
      return constant(StdoutMode.values(), value);
    }
  }

  /** The mode of a command's stderr. */
  public static final class Stderr implements ITypeConverter<StderrMode> {
    @Override
    public StderrMode convert(String value) {
      return constant(StderrMode.values(), value);
    }
  }

  private static <E extends Enum<E>> E constant(E[] values, String name) {
    return Arrays.stream(values)
        .filter(value -> name(value).equals(name))
        .findAny()
        .orElseThrow(() -> new TypeConversionException("must be one of " + names(values)));
  }

  private static String names(Enum<?>[] values) {
    return Arrays.stream(values).map(Converters::name).collect(Collectors.joining(", "));
  }

  /** A LIST of outcomes. */
  public static final class Outcomes implements ITypeConverter<OutcomeSet> {
    @Override
    public OutcomeSet convert(String value) {
      return checked(() -> OutcomeParser.parse(value));
    }
  }

  /** A positive count. */
  public static final class Count implements ITypeConverter<Integer> {
    private static final int MAX_DIGITS = 9;

    @Override
    public Integer convert(String value) {
      if (isDigits(value)) {
        String digits = value.replaceFirst("^0+", "");
        if (digits.length() > MAX_DIGITS) {
          return Integer.MAX_VALUE;
        } else if (!digits.isEmpty()) {
          return Integer.valueOf(digits);
        }
      }
      throw new TypeConversionException("must be a whole number of 1 or more");
    }
  }

  /** A number of failures within a time. */
  static final class Failures implements ITypeConverter<FailureLimit> {
    @Override
    public FailureLimit convert(String value) {
      int slash = value.indexOf('/');
      String number = slash < 0 ? "" : value.substring(0, slash);
      boolean small = isDigits(number) && number.length() <= 9;
      return checked(() ->
          new FailureLimit(
              small ? Integer.parseInt(number) : 0,
              small ? Durations.parse(value.substring(slash + 1)) : Duration.ZERO));
    }
  }

  /** A limit on redirects. */
  public static final class Redirects implements ITypeConverter<Integer> {
    private static final int MAX = 1000;

    @Override
    public Integer convert(String value) {
      if (isDigits(value) && value.length() <= 4 && Integer.parseInt(value) <= MAX) {
        return Integer.valueOf(value);
      }
      throw new TypeConversionException("must be a whole number from 0 to " + MAX);
    }
  }

  /** A number of bytes, perhaps with curl's unit, a power of 1024. */
  public static final class Size implements ITypeConverter<Long> {
    private static final String UNITS = "bkmgtp";

    @Override
    public Long convert(String value) {
      String lower = value.toLowerCase(Locale.ROOT);
      int unit = lower.isEmpty() ? -1 : UNITS.indexOf(lower.charAt(lower.length() - 1));
      String digits = unit < 0 ? lower : lower.substring(0, lower.length() - 1);
      if (isDigits(digits) && digits.length() <= 18) {
        long number = Long.parseLong(digits);
        int shift = 10 * Math.max(0, unit);
        if (number <= Long.MAX_VALUE >> shift) {
          return number << shift;
        }
      }
      throw new TypeConversionException("must be a number of bytes, such as 500, 10K, 2M or 1G");
    }
  }

  private static boolean isDigits(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** A percentage, with or without a percent sign. */
  static final class Percent implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      double percent = number(value.endsWith("%") ? value.substring(0, value.length() - 1) : value);
      if (!(percent > 0 && percent <= 100)) {
        throw new TypeConversionException("must be a percentage above 0 and at most 100");
      }
      return percent;
    }
  }

  /** A number of hosts, or a percentage of them. */
  static final class QuorumConverter implements ITypeConverter<Quorum> {
    @Override
    public Quorum convert(String value) {
      try {
        return value.endsWith("%")
            ? new Quorum.Share(new Percent().convert(value))
            : new Quorum.Hosts(new Count().convert(value));
      } catch (IllegalArgumentException | TypeConversionException e) {
        throw new TypeConversionException(
            "must be 2 or more hosts, or a percentage of hosts such as 50%");
      }
    }
  }

  /** A number of calls, or a duration with a unit. */
  static final class Window implements ITypeConverter<Threshold.Span> {
    @Override
    public Threshold.Span convert(String value) {
      try {
        return isDigits(value)
            ? new Threshold.LastCalls(new Count().convert(value))
            : new Threshold.LastTime(Durations.parse(value));
      } catch (IllegalArgumentException | TypeConversionException e) {
        throw new TypeConversionException(
            "must be a number of calls from 1 to "
                + Threshold.MAX_CALLS
                + ", or a duration with a unit, such as 5m");
      }
    }
  }

  /** A breaker's name. */
  public static final class Name implements ITypeConverter<BreakerName> {
    @Override
    public BreakerName convert(String value) {
      return checked(() -> new BreakerName(value));
    }
  }

  /** The action when a breaker is open. */
  static final class WhenOpenConverter implements ITypeConverter<WhenOpen> {
    @Override
    public WhenOpen convert(String value) {
      return Arrays.stream(WhenOpen.values())
          .filter(constant -> name(constant).equals(value))
          .findAny()
          .orElseThrow(() -> new TypeConversionException("must be one of fail, wait, skip"));
    }
  }

  /** The format of resil's own messages. */
  static final class LogFormatConverter implements ITypeConverter<LogFormat> {
    @Override
    public LogFormat convert(String value) {
      return switch (value) {
        case "text" -> LogFormat.TEXT;
        case "json" -> LogFormat.JSON;
        default -> throw new TypeConversionException("must be text or json");
      };
    }
  }

  /** The CI system whose annotations are written. */
  static final class AnnotationsConverter implements ITypeConverter<Annotations> {
    @Override
    public Annotations convert(String value) {
      return constant(Annotations.values(), value);
    }
  }

  /** The result of a call. */
  public static final class VerdictConverter implements ITypeConverter<Verdict> {
    @Override
    public Verdict convert(String value) {
      return switch (value) {
        case "success" -> Verdict.SUCCESS;
        case "failure" -> Verdict.FAILURE;
        default -> throw new TypeConversionException("must be success or failure");
      };
    }
  }
}
