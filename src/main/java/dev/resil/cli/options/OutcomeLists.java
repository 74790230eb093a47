package dev.resil.cli.options;

import dev.resil.outcome.AttemptKind;
import dev.resil.outcome.OutcomeSet;
import dev.resil.outcome.OutputPattern;
import dev.resil.run.Judge;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The value of a repeatable option that takes a LIST. */
public final class OutcomeLists {
  private OutcomeLists() {}

  /**
   * The union of its lists.
   *
   * @param subject the kind of attempt
   * @throws UsageException if an item applies only to another kind of attempt, or the patterns are
   *     too large
   */
  public static OutcomeSet union(String option, List<OutcomeSet> lists, AttemptKind subject) {
    OutcomeSet all = lists.stream().reduce(OutcomeSet.NONE, OutcomeSet::and);
    reject(option, OutputPattern.tooLarge(all.patterns()));
    all.inapplicable(subject)
        .ifPresent(item -> {
          throw UsageException.wrongValue(option, item.text(), reason(subject));
        });
    return all;
  }

  /**
   * Checks the patterns of all lists of a run together.
   *
   * @throws UsageException if they are too large
   */
  public static Judge checked(Judge judge) {
    reject(
        "--success-on, --retry-on, --no-retry-on, --uncounted, --failure-on",
        OutputPattern.tooLarge(judge.patterns()));
    return judge;
  }

  private static void reject(String options, Optional<String> reason) {
    if (reason.isPresent()) {
      throw new UsageException(options + ": " + reason.get());
    }
  }

  /** Why the lists of an option cannot be used together, if its value is lists. */
  public static Optional<String> tooLarge(Object value) {
    List<?> lists = value instanceof List<?> list ? list : List.of();
    return OutputPattern.tooLarge(
        lists.stream()
            .filter(OutcomeSet.class::isInstance)
            .flatMap(list -> ((OutcomeSet) list).patterns().stream())
            .collect(Collectors.toSet()));
  }

  private static String reason(AttemptKind subject) {
    return switch (subject) {
      case COMMAND -> "applies only to 'resil http'; use exit:N, signal, timeout or stdout~REGEX";
      case REQUEST ->
          "applies only to 'resil run'; use status:N, status:5xx, dns, connect, tls, read,"
              + " timeout or body~REGEX";
    };
  }
}
