package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.store.BreakerFormat;
import dev.resil.breaker.store.BreakerRecord;
import dev.resil.breaker.view.BreakerView;
import dev.resil.cli.options.Nearest;
import dev.resil.cli.records.Known;
import dev.resil.state.StateException;
import dev.resil.state.StateStore;
import dev.resil.text.Printable;
import java.util.List;
import java.util.Optional;

/** The stored breakers. */
public final class KnownBreakers {
  /** Their kind. */
  public static final Known.Kind<BreakerRecord, BreakerView> KIND =
      new Known.Kind<>(new BreakerFormat(), "breaker", BreakerView::of);

  private KnownBreakers() {}

  /** The notice about a breaker that is new; empty if it exists, even if unreadable. */
  static Optional<String> newcomer(StateStore store, BreakerName name) throws StateException {
    Known<BreakerView> known = Known.in(store, KIND, List.of(name.value()));
    if (!known.views().isEmpty() || !known.problems().isEmpty()) {
      return Optional.empty();
    }
    List<String> near = Nearest.to(name.value(), store.names(KIND.format()));
    return Optional.of(
        "breaker %s: is new%s"
            .formatted(
                Printable.word(name.value()),
                near.isEmpty() ? "" : "; did you mean " + Printable.word(near.getFirst()) + "?"));
  }
}
