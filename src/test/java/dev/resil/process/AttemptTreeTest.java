package dev.resil.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttemptTreeTest {
  private static final int INIT = 1;
  private static final int SELF = 10;
  private static final int COMMAND = 20;

  private final FakeProcessTable table = new FakeProcessTable().with(INIT, 0).with(SELF, INIT);

  private Stream<Integer> members(Set<Identity> before) {
    Map<String, String> marks = Map.of(RunVariables.RUN_ID, "run", RunVariables.ATTEMPT, "2");
    return new AttemptTree(table, SELF, before, marks).members(COMMAND).stream().map(Running::pid);
  }

  @Test
  void shouldHoldTheCommandAndAllThatDescendsFromIt() {
    table.with(COMMAND, SELF).with(21, COMMAND).with(22, 21).with(23, COMMAND).with(24, 22);
    assertThat(members(Set.of())).containsExactlyInAnyOrder(COMMAND, 21, 22, 23, 24);
  }

  @Test
  void shouldHoldNothingOfOthers() {
    table.with(COMMAND, SELF).with(30, INIT).with(31, 30);
    assertThat(members(Set.of())).containsExactly(COMMAND);
  }

  @Test
  void shouldHoldOrphansWithTheirChildren() {
    table.with(COMMAND, SELF).with(21, COMMAND).with(22, 21).with(23, 22);
    table.end(21, SELF);
    assertThat(members(Set.of())).containsExactlyInAnyOrder(COMMAND, 22, 23);
    table.end(COMMAND, SELF);
    assertThat(members(Set.of())).containsExactlyInAnyOrder(22, 23);
  }

  @Test
  void shouldHoldAnOrphanEvenIfItGaveItselfAnotherEnvironment() {
    table.with(15, SELF);
    Set<Identity> before = AttemptTree.descendants(table, SELF);
    table.with(COMMAND, SELF, "run", "2").with(21, COMMAND);
    table.end(COMMAND, SELF);
    assertThat(members(before)).containsExactly(21);
  }

  @Test
  void shouldLeaveAloneWhatWasThereBefore() {
    table.with(15, SELF).with(16, 15);
    Set<Identity> before = AttemptTree.descendants(table, SELF);
    table.with(COMMAND, SELF).with(21, COMMAND);
    assertThat(before).extracting(Identity::pid).containsExactlyInAnyOrder(15, 16);
    assertThat(members(before)).containsExactlyInAnyOrder(COMMAND, 21);
    table.end(15, SELF);
    assertThat(members(before)).as("16 is an orphan now").doesNotContain(16);
  }

  @Test
  void shouldLeaveAloneWhatAnEarlierAttemptStartsMeanwhile() {
    table.with(15, SELF, "run", "1");
    Set<Identity> before = AttemptTree.descendants(table, SELF);
    table.with(COMMAND, SELF, "run", "2").with(16, 15, "run", "1").with(21, COMMAND, "run", "2");
    table.end(15, SELF);
    table.end(COMMAND, SELF);
    assertThat(members(before)).containsExactly(21);
  }

  /** Within the command's tree runs another resil, whose attempts have marks of their own. */
  @Test
  void shouldHoldOrphansOfARunWithinTheRun() {
    table.with(15, SELF, "run", "1");
    Set<Identity> before = AttemptTree.descendants(table, SELF);
    table.with(COMMAND, SELF, "run", "2").with(21, COMMAND, "inner", "1");
    table.end(COMMAND, SELF);
    assertThat(members(before)).containsExactly(21);
  }

  @Test
  void shouldNotTakeAProcessForAnEarlierOneWithTheSameId() {
    table.with(15, SELF);
    Set<Identity> before = AttemptTree.descendants(table, SELF);
    table.end(15, SELF);
    table.with(COMMAND, SELF, "run", "2").with(15, COMMAND, "run", "2");
    assertThat(members(before)).containsExactlyInAnyOrder(COMMAND, 15);
  }
}
