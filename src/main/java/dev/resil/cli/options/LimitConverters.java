package dev.resil.cli.options;

import dev.resil.limit.Budget;
import dev.resil.limit.Demand;
import dev.resil.limit.LimitName;
import dev.resil.limit.Rate;
import dev.resil.run.WhenLimited;
import dev.resil.text.Durations;
import dev.resil.text.Names;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts the values of options for limits. */
public final class LimitConverters {
  private LimitConverters() {}

  /** A limit's name. */
  public static final class Name implements ITypeConverter<LimitName> {
    @Override
    public LimitName convert(String value) {
      try {
        return new LimitName(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A lock's name. */
  static final class LockName implements ITypeConverter<LimitName> {
    @Override
    public LimitName convert(String value) {
      try {
        return new LimitName(Names.checked("lock", value));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** A number of attempts at the same time. */
  static final class Concurrency implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, 1, Demand.MOST);
    }
  }

  /** A number of attempts at once. */
  static final class Burst implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      return number(value, 1, Rate.MOST);
    }
  }

  private static int number(String value, int least, int most) {
    boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits && value.length() <= 9) {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new TypeConversionException(
        "must be a whole number from %d to %d".formatted(least, most));
  }

  /** A number of attempts per time. */
  static final class PerTime implements ITypeConverter<Rate> {
    @Override
    public Rate convert(String value) {
      int slash = value.indexOf('/');
      try {
        return new Rate(
            number(value.substring(0, Math.max(slash, 0)), 1, Rate.MOST),
            Durations.parse(value.substring(slash + 1)),
            1);
      } catch (IllegalArgumentException | TypeConversionException e) {
        throw new TypeConversionException(
            "must be N/D, such as 100/1m: 1 to %d attempts per 1ms to 366d".formatted(Rate.MOST));
      }
    }
  }

  /** A share of attempts. */
  static final class Share implements ITypeConverter<Double> {
    @Override
    public Double convert(String value) {
      try {
        double percent = new Converters.Percent().convert(value);
        Budget.DEFAULT.withPercent(percent);
        return percent;
      } catch (IllegalArgumentException | TypeConversionException e) {
        throw new TypeConversionException("must be a percentage from 0.001 to 100, such as 20%");
      }
    }
  }

  /** A number of retries per time. */
  static final class RetriesPerTime implements ITypeConverter<Budget> {
    @Override
    public Budget convert(String value) {
      int slash = value.indexOf('/');
      try {
        return new Budget(
            Budget.DEFAULT.thousandths(),
            number(value.substring(0, Math.max(slash, 0)), 0, Rate.MOST),
            Durations.parse(value.substring(slash + 1)));
      } catch (IllegalArgumentException | TypeConversionException e) {
        throw new TypeConversionException(
            "must be N/D, such as 10/1m: 0 to %d retries per 1ms to 366d".formatted(Rate.MOST));
      }
    }
  }

  /** The action when a limit is used up. */
  static final class WhenLimitedConverter implements ITypeConverter<WhenLimited> {
    @Override
    public WhenLimited convert(String value) {
      return Arrays.stream(WhenLimited.values())
          .filter(constant -> Converters.name(constant).equals(value))
          .findAny()
          .orElseThrow(() -> new TypeConversionException("must be one of wait, fail, skip"));
    }
  }
}
