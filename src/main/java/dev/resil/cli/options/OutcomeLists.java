package dev.resil.cli.options;

import dev.resil.outcome.AttemptKind;
import dev.resil.outcome.OutcomeSet;
import java.util.List;

/** The value of a repeatable option that takes a LIST. */
public final class OutcomeLists {
  private OutcomeLists() {}

  /**
   * The union of its lists.
   *
   * @param subject the kind of attempt
   * @throws UsageException if an item applies only to another kind of attempt
   */
  public static OutcomeSet union(String option, List<OutcomeSet> lists, AttemptKind subject) {
    OutcomeSet all = lists.stream().reduce(OutcomeSet.NONE, OutcomeSet::and);
    all.inapplicable(subject)
        .ifPresent(item -> {
          throw UsageException.wrongValue(option, item.text(), reason(subject));
        });
    return all;
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
