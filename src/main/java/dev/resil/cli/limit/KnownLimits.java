package dev.resil.cli.limit;

import dev.resil.cli.records.Known;
import dev.resil.limit.store.LimitFormat;
import dev.resil.limit.store.LimitRecord;
import dev.resil.limit.view.LimitView;

/** The stored limits. */
public final class KnownLimits {
  /** Their kind. */
  public static final Known.Kind<LimitRecord, LimitView> KIND =
      new Known.Kind<>(new LimitFormat(), "limit", LimitView::of);

  private KnownLimits() {}
}
