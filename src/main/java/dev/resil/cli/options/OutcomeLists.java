package dev.resil.cli.options;

import dev.resil.outcome.AttemptKind;
import dev.resil.outcome.OutcomeSet;
import java.util.List;

/** What an option says that takes a LIST and may be repeated. */
public final class OutcomeLists {
  private OutcomeLists() {}

  /**
   * All its lists together.
   *
   * @param subject what is tried
   * @throws UsageException if an item is about something else
   */
  public static OutcomeSet union(String option, List<OutcomeSet> lists, AttemptKind subject) {
    OutcomeSet all = lists.stream().reduce(OutcomeSet.NONE, OutcomeSet::and);
    all.strange(subject)
        .ifPresent(item -> {
          throw UsageException.wrongValue(option, item.text(), reason(subject));
        });
    return all;
  }

  private static String reason(AttemptKind subject) {
    return switch (subject) {
      case COMMAND ->
          "a command never comes to that, only 'resil http' does; use exit:N, signal, timeout or"
              + " stdout~REGEX";
      case REQUEST ->
          "a request never comes to that, only 'resil run' does; use status:N, status:5xx, dns,"
              + " connect, tls, read, timeout or body~REGEX";
    };
  }
}
