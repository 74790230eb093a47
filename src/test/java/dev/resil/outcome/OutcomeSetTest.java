package dev.resil.outcome;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.resil.outcome.OutcomeSet.Item;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeSetTest {
  private static final Outcome TIMEOUT = new Outcome.Timeout();
  private static final Outcome IDLE = new Outcome.Timeout(Optional.of(Duration.ofMinutes(10)));
  private static final Outcome MISSING = new Outcome.NotFound("No such file or directory");
  private static final Outcome UNUSABLE = new Outcome.NotExecutable("Permission denied");
  private static final List<Outcome> ALL =
      Stream.of(
              IntStream.rangeClosed(0, 255).mapToObj(Outcome.Exit::new),
              IntStream.rangeClosed(1, 64).mapToObj(Outcome.Signal::new),
              Stream.of(TIMEOUT, IDLE, MISSING, UNUSABLE))
          .<Outcome>flatMap(outcomes -> outcomes)
          .toList();

  static Stream<Arguments> accepted() {
    return Stream.of(
        accepted("exit:7", exit(7)),
        accepted("7", exit(7)),
        accepted("007", exit(7)),
        accepted("exit:0", exit(0)),
        accepted("255", exit(255)),
        accepted("exit:5-7", exit(5), exit(6), exit(7)),
        accepted("5-7", exit(5), exit(6), exit(7)),
        accepted("9-9", exit(9)),
        accepted("signal:KILL", signal(9)),
        accepted("signal:SIGKILL", signal(9)),
        accepted("signal:kill", signal(9)),
        accepted("signal:9", signal(9)),
        accepted("signal:64", signal(64)),
        accepted("timeout", TIMEOUT, IDLE),
        accepted("timeout:attempt", TIMEOUT),
        accepted("timeout:idle", IDLE),
        accepted("timeout,!timeout:idle", TIMEOUT),
        accepted("timeout,!timeout:attempt", IDLE),
        accepted("not-found", MISSING),
        accepted("not-executable", UNUSABLE),
        accepted("any", ALL.toArray(Outcome[]::new)),
        accepted("signal", ALL.stream().filter(Outcome.Signal.class::isInstance)),
        accepted("0-255", ALL.stream().filter(Outcome.Exit.class::isInstance)),
        accepted("1,exit:3 , timeout", exit(1), exit(3), TIMEOUT, IDLE),
        accepted("1,1,1", exit(1)));
  }

  private static Arguments accepted(String list, Stream<Outcome> outcomes) {
    return accepted(list, outcomes.toArray(Outcome[]::new));
  }

  private static Arguments accepted(String list, Outcome... outcomes) {
    return Arguments.of(list, List.of(outcomes));
  }

  private static Outcome exit(int code) {
    return new Outcome.Exit(code);
  }

  private static Outcome signal(int number) {
    return new Outcome.Signal(number);
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void shouldContainTheOutcomesOfItsList(String list, List<Outcome> outcomes) {
    OutcomeSet set = OutcomeParser.parse(list);
    assertThat(ALL.stream().filter(set::contains)).containsExactlyElementsOf(outcomes);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', is not a valid outcome; use exit:N",
    "',', '', is not a valid outcome",
    "'1,', '', is not a valid outcome",
    "'1,,2', '', is not a valid outcome",
    "exit, exit, is not a valid outcome",
    "exit:, exit:, is not a valid outcome",
    "exit:x, exit:x, is not a valid outcome",
    "'1,exit: 2', exit: 2, is not a valid outcome",
    "exit:-1, exit:-1, is not a valid outcome",
    "-1, -1, is not a valid outcome",
    "1-, 1-, is not a valid outcome",
    "1-2-3, 1-2-3, is not a valid outcome",
    "+1, +1, is not a valid outcome",
    "1;2, 1;2, is not a valid outcome",
    "Any, Any, is not a valid outcome",
    "exit:any, exit:any, is not a valid outcome",
    "timeout:5, timeout:5, is not a valid outcome",
    "timeout:, timeout:, is not a valid outcome",
    "timeout:Idle, timeout:Idle, is not a valid outcome",
    "notfound, notfound, is not a valid outcome",
    "EXIT:1, EXIT:1, is not a valid outcome",
    "١, ١, is not a valid outcome",
    "256, 256, 'is not a valid exit code, 0 to 255'",
    "exit:0-256, exit:0-256, is not a valid exit code",
    "99999999999999999999, 99999999999999999999, is not a valid exit code",
    "7-5, 7-5, is not a valid range; write the lower number first",
    "exit:255-0, exit:255-0, is not a valid range; write the lower number first",
    "!, !, excludes nothing; write an item after it",
    "!!7, !7, is not a valid outcome",
    "'!exit:256', exit:256, is not a valid exit code",
    "signal:15-1, signal:15-1, is not a valid range; write the lower number first",
    "signal:1-, signal:1-, is not a signal or a range",
    "signal:HUP-65, signal:HUP-65, is not a signal or a range",
    "signal:RTMIN+31, signal:RTMIN+31, is not a signal or a range",
    "signal:RTMAX+1, signal:RTMAX+1, is not a signal or a range",
    "signal:, signal:, is not a signal or a range of signals on this system; 'kill -l' lists them",
    "signal:FOO, signal:FOO, is not a signal or a range of signals on this system",
    "signal:0, signal:0, is not a signal or a range of signals on this system",
    "signal:65, signal:65, is not a signal or a range of signals on this system",
    "signal:-9, signal:-9, is not a signal or a range of signals on this system",
    "signal:009, signal:009, is not a signal or a range of signals on this system"
  })
  void shouldNameTheInvalidItem(String list, String item, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OutcomeParser.parse(list))
        .withMessageStartingWith("'" + item + "' " + why);
  }

  @Property
  void shouldParseItsOwnText(@ForAll("sets") OutcomeSet set) {
    String text = set.items().stream().map(Item::text).collect(joining(","));
    assertThat(OutcomeParser.parse(text)).isEqualTo(set);
  }

  @Property
  void shouldEitherParseOrRefuseAnyText(@ForAll String list) {
    try {
      assertThat(OutcomeParser.parse(list).items()).isNotEmpty();
    } catch (IllegalArgumentException e) {
      assertThat(e).isExactlyInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property
  void shouldContainTheOutcomesOfBothSetsInTheirUnion(
      @ForAll("sets") OutcomeSet one, @ForAll("sets") OutcomeSet other) {
    OutcomeSet both = one.and(other);
    assertThat(ALL)
        .allMatch(o ->
            both.contains(o)
                == ((one.contains(o) || other.contains(o))
                    && !excludes(one, o)
                    && !excludes(other, o)));
  }

  private static boolean excludes(OutcomeSet set, Outcome outcome) {
    return set.items().stream()
        .anyMatch(item -> item instanceof Item.Not(Item excluded) && excluded.matches(outcome));
  }

  /**
   * Values of RESIL_LAST_OUTCOME and of reports are valid in a LIST. {@code timeout} has both
   * kinds.
   */
  @Test
  void shouldReadTheNameOfEveryOutcome() {
    for (Outcome outcome : ALL) {
      OutcomeSet set = OutcomeParser.parse(outcome.name());
      assertThat(ALL.stream().filter(set::contains))
          .containsExactlyElementsOf(
              outcome.equals(TIMEOUT) ? List.of(TIMEOUT, IDLE) : List.of(outcome));
    }
  }

  @Test
  void shouldContainNothingIfEmptyAndEverythingIfAny() {
    assertThat(ALL).noneMatch(OutcomeSet.NONE::contains).allMatch(OutcomeSet.ANY::contains);
  }

  @Test
  void shouldRemoveItemsByNameOnly() {
    OutcomeSet set = OutcomeParser.parse("not-found,timeout");
    assertThat(set.without(OutcomeParser.parse("timeout")))
        .isEqualTo(OutcomeParser.parse("not-found"));
    assertThat(set.without(OutcomeSet.ANY)).isEqualTo(set);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0,!0              | exit:0      | false
          !0,0              | exit:0      | false
          any,!0,!timeout   | exit:1      | true
          any,!0,!timeout   | timeout     | false
          any, ! timeout    | timeout     | false
          any,!signal:1-15  | signal:TERM | false
          any,!signal:1-15  | signal:CHLD | true
          signal:1-15       | signal:HUP  | true
          signal:1-15       | signal:TERM | true
          signal:1-15       | signal:CHLD | false
          signal:hup-SIGTERM | signal:INT | true
          signal:RTMIN-RTMAX | signal:RTMAX-2 | true
          signal:RTMIN+1-RTMAX-1 | signal:RTMIN | false
          signal:RTMIN+1-RTMAX-1 | signal:RTMAX-1 | true
          signal:RTMIN+1-RTMAX-1 | signal:RTMAX | false
          """)
  void shouldExcludeItemsAndKnowRangesOfSignals(String list, String outcome, boolean contained) {
    Outcome named =
        Stream.concat(ALL.stream(), IntStream.rangeClosed(1, 64).mapToObj(Outcome.Signal::new))
            .filter(each -> each.name().equals(outcome))
            .findFirst()
            .orElseThrow();
    assertThat(OutcomeParser.parse(list).contains(named)).isEqualTo(contained);
  }

  @Test
  void shouldExcludeWhatAPatternMatchesAndSearchForIt() {
    OutcomeSet ready = OutcomeParser.parse("0,!output~not ready, yet");
    OutputPattern pattern = new OutputPattern(OutputPattern.Stream.OUTPUT, "not ready, yet");
    assertThat(ready.patterns()).containsExactly(pattern);
    assertThat(ready.contains(new Outcome.Exit(0), Set.of())).isTrue();
    assertThat(ready.contains(new Outcome.Exit(0), Set.of(pattern))).isFalse();
    assertThat(ready.contains(new Outcome.Exit(1), Set.of())).isFalse();
  }

  @Test
  void shouldTakeOnlyExcludedItemsFromAnotherSet() {
    OutcomeSet base = OutcomeParser.parse("1-3");
    assertThat(OutcomeParser.parse("!2").orElse(base)).isEqualTo(OutcomeParser.parse("1-3,!2"));
    assertThat(OutcomeParser.parse("7,!2").orElse(base)).isEqualTo(OutcomeParser.parse("7,!2"));
    assertThat(OutcomeSet.NONE.orElse(base)).isEqualTo(base);
    assertThat(OutcomeParser.parse("!2").orAnyIfOnlyExcluding())
        .isEqualTo(OutcomeParser.parse("any,!2"));
    assertThat(OutcomeSet.NONE.orAnyIfOnlyExcluding()).isEqualTo(OutcomeSet.NONE);
  }

  @Provide
  Arbitrary<OutcomeSet> sets() {
    Arbitrary<Integer> codes = Arbitraries.integers().between(0, 255);
    Arbitrary<Item> ranges =
        Combinators.combine(codes, codes)
            .as((a, b) -> new Item.ExitCodes(Math.min(a, b), Math.max(a, b)));
    Arbitrary<Item> signals =
        Arbitraries.integers().between(1, 64).map(n -> new Item.EndedBySignal(n, n));
    Arbitrary<Item> words =
        Arbitraries.of(
            new Item.Any(),
            Item.EndedBySignal.ANY,
            Item.TimedOut.ANY,
            Item.TimedOut.IDLE,
            new Item.Missing(),
            new Item.Unusable());
    return Arbitraries.oneOf(ranges, signals, words)
        .flatMap(item -> Arbitraries.of(item, item, item, new Item.Not(item)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(OutcomeSet::new);
  }
}
