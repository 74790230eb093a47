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

/** The options of commands with which a script guards its own calls. */
final class ScriptedCalls {
  @Mixin private final BreakerPolicyOptions policy = new BreakerPolicyOptions();

  @Mixin private final StateOptions state = new StateOptions();

  @Mixin private final StrictStateOption strict = new StrictStateOption();

  /** An action on a breaker. */
  interface Use {
    /** Performs it and returns the exit code. */
    int of(StoredBreaker breaker) throws StateException;
  }

  /** Uses a breaker; unless strict, treats it as closed if its state cannot be used. */
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
          "resil: %s; treating breaker %s as closed"
              .formatted(Printable.of(e.getMessage()), Printable.word(name.value())));
      err.flush();
      return 0;
    }
  }
}
