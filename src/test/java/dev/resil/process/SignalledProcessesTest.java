package dev.resil.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.io.EventLoop;
import dev.resil.outcome.Signals;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** All signalled processes descend from the attempt, whatever the other processes do meanwhile. */
class SignalledProcessesTest {
  private static final int SELF = 5;
  private static final Map<String, String> MARKS = marks("2");

  private static Map<String, String> marks(String attempt) {
    return Map.of(RunVariables.RUN_ID, "run", RunVariables.ATTEMPT, attempt);
  }

  private static Set<String> environment(Map<String, String> marks) {
    return marks.entrySet().stream().map(Object::toString).collect(Collectors.toSet());
  }

  /** Times out an attempt after some idle time. */
  private static void timeOut(RestlessMachine machine, int idle) {
    Earlier earlier = Earlier.now(machine, machine);
    int command = machine.start(true, environment(MARKS));
    for (int i = 0; i < idle; i++) {
      machine.hasChildren();
    }
    Child child = new Child(machine, command);
    EventLoop loop = EventLoop.open(machine);
    Relay relay = new Relay(machine, loop, machine, child, "command", Optional.empty(), _ -> {});
    AttemptTree tree = new AttemptTree(machine, machine, earlier, MARKS);
    new Termination(machine, loop, machine, tree, relay, Optional.of(Duration.ofNanos(1)), _ -> {})
        .timeOut(child, Signals.TERM);
    assertThat(child.ended()).as("the command").isPresent();
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void shouldSignalOnlyDescendantsOfTheAttempt(
      @ForAll long seed,
      @ForAll boolean first,
      @ForAll boolean believed,
      @ForAll boolean descriptors,
      @ForAll @IntRange(max = 3) int earlier,
      @ForAll @IntRange(max = 40) int idle) {
    RestlessMachine machine =
        new RestlessMachine(
            new Random(seed), first ? RestlessMachine.INIT : SELF, believed, descriptors);
    for (int i = 0; i < earlier; i++) {
      machine.start(false, i == 0 ? Set.of() : environment(marks("1")));
    }
    timeOut(machine, idle);
    assertThat(machine.wronglySignalled()).isEmpty();
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void shouldEndAllProcessesIfAllChildrenAreTheAttempts(
      @ForAll long seed,
      @ForAll boolean believed,
      @ForAll boolean descriptors,
      @ForAll @IntRange(max = 40) int idle) {
    RestlessMachine machine = new RestlessMachine(new Random(seed), SELF, believed, descriptors);
    timeOut(machine, idle);
    assertThat(machine.wronglySignalled()).isEmpty();
    assertThat(machine.left()).isEmpty();
  }
}
