package dev.resil.cli.options;

import dev.resil.run.Ending.Kind;
import dev.resil.run.EndingCodes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for the exit codes of a run. */
public final class ExitCodeOptions {
  private static final int MAX_CODE = 255;
  private static final String ENDINGS =
      "exhausted, budget-spent, not-retried, out-of-time, rejected, limited, skipped, cached,"
          + " interrupted, guard-failed or succeeded";

  @Option(
      names = "--exit-code-on",
      paramLabel = "ENDING=N,...",
      hideParamSyntax = true,
      converter = Codes.class,
      description = {
        "Exit with N if the run ends so, unless a fallback answers or resil itself fails:"
            + " exhausted, budget-spent, not-retried, out-of-time, rejected, limited, skipped,"
            + " cached, interrupted, guard-failed or succeeded (default: the exit codes below)."
      })
  private List<EndingCodes> codes = new ArrayList<>();

  @Option(
      names = "--fail-if-flaky",
      description = "Exit with 1 if the run succeeds only after a retry.")
  private boolean failIfFlaky;

  /** The codes that these options give. */
  public EndingCodes toCodes() {
    EndingCodes all = codes.stream().reduce(EndingCodes.NONE, EndingCodes::and);
    return failIfFlaky ? all.failingIfFlaky() : all;
  }

  /** Reads {@code exhausted=9,rejected=8}. */
  static final class Codes implements ITypeConverter<EndingCodes> {
    @Override
    public EndingCodes convert(String value) {
      Map<Kind, Integer> codes = new EnumMap<>(Kind.class);
      for (String part : value.split(",", -1)) {
        int equals = part.indexOf('=');
        if (equals < 0) {
          throw new TypeConversionException(
              "'%s' has no exit code; use ENDING=N, such as exhausted=9".formatted(part.strip()));
        }
        String ending = part.substring(0, equals).strip();
        if (codes.put(kind(ending), code(part.substring(equals + 1).strip())) != null) {
          throw new TypeConversionException("'" + ending + "' is there twice; remove one");
        }
      }
      return new EndingCodes(codes);
    }

    /** An ending by its usual name, or as in reports and hooks. */
    private static Kind kind(String text) {
      String name = text.toLowerCase(Locale.ROOT).replace('_', '-');
      return switch (name) {
        case "exhausted" -> Kind.ATTEMPTS_EXHAUSTED;
        case "out-of-time" -> Kind.TIME_LIMIT;
        default -> {
          for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
              yield kind;
            }
          }
          throw new TypeConversionException(
              "'%s' is not an ending of a run; use %s".formatted(text, ENDINGS));
        }
      };
    }

    private static int code(String text) {
      boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!digits || text.length() > 3 || Integer.parseInt(text) > MAX_CODE) {
        throw new TypeConversionException("'" + text + "' is not an exit code, 0 to 255");
      }
      return Integer.parseInt(text);
    }
  }
}
