package dev.resil.cli.breaker;

import dev.resil.breaker.BreakerName;
import dev.resil.breaker.store.StoredBreaker;
import dev.resil.cli.options.BreakerPolicyOptions;
import dev.resil.cli.options.StateAccess;
import dev.resil.cli.options.StateOptions;
import dev.resil.cli.options.StrictStateOption;
import dev.resil.state.StateException;
import dev.resil.text.Printable;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;

/** What the commands have in common by which a script guards calls of its own. */
final class ScriptedCalls {
  @Mixin private final BreakerPolicyOptions policy = new BreakerPolicyOptions();

  @Mixin private final StateOptions state = new StateOptions();

  @Mixin private final StrictStateOption strict = new StrictStateOption();

  /** Something that is done with a breaker. */
  interface Use {
    /** Does it and tells the exit code. */
    int of(StoredBreaker breaker) throws StateException;
  }

  /** Uses a breaker; where its state can't be used, it is as if it were closed. */
  int use(StateAccess breakers, BreakerName name, PrintWriter err, Use use) throws StateException {
    try {
      return use.of(
          new StoredBreaker(
              breakers.store(state.folder(), strict.isStrict()), name, policy.givenPolicy()));
    } catch (StateException e) {
      if (strict.isStrict()) {
        throw e;
      }
      err.println(
          "resil: %s; going on as if breaker %s were closed"
              .formatted(Printable.of(e.getMessage()), Printable.word(name.value())));
      err.flush();
      return 0;
    }
  }
}
