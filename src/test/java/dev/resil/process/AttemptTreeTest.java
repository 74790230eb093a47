package dev.resil.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.resil.process.ProcessTable.Identity;
import dev.resil.process.ProcessTable.Running;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AttemptTreeTest {
  private static final int INIT = 1;
  private static final int SELF = 10;
  private static final int COMMAND = 20;

  private int self = SELF;
  private final FakeProcessTable table = new FakeProcessTable().with(INIT, 0).with(SELF, INIT);

  /** The children are those in the table. */
  private final FakePosix posix =
      new FakePosix() {
        @Override
        public int pid() {
          return self;
        }

        @Override
        public boolean hasChildren() {
          return table.running().stream().anyMatch(process -> process.parent() == self);
        }
      };

  private AttemptTree tree(Earlier earlier) {
    Map<String, String> marks = Map.of(RunVariables.RUN_ID, "run", RunVariables.ATTEMPT, "2");
    return new AttemptTree(posix, table, earlier, marks);
  }

  private Stream<Integer> members(Earlier earlier) {
    return members(tree(earlier));
  }

  private Stream<Integer> members(AttemptTree tree) {
    return tree.look(new Child(posix, COMMAND)).members().stream()
        .filter(member -> table.process(member.pid()).isPresent())
        .map(Running::pid);
  }

  @Test
  void shouldContainTheCommandAndItsDescendants() {
    table.with(COMMAND, SELF).with(21, COMMAND).with(22, 21).with(23, COMMAND).with(24, 22);
    assertThat(members(Earlier.NOTHING)).containsExactlyInAnyOrder(COMMAND, 21, 22, 23, 24);
  }

  @Test
  void shouldNotContainOtherProcesses() {
    table.with(COMMAND, SELF).with(30, INIT).with(31, 30);
    assertThat(members(Earlier.NOTHING)).containsExactly(COMMAND);
  }

  @Test
  void shouldContainOrphansWithTheirChildren() {
    table.with(COMMAND, SELF).with(21, COMMAND).with(22, 21).with(23, 22);
    table.end(21, SELF);
    assertThat(members(Earlier.NOTHING)).containsExactlyInAnyOrder(COMMAND, 22, 23);
    table.end(COMMAND, SELF);
    assertThat(members(Earlier.NOTHING)).containsExactlyInAnyOrder(22, 23);
  }

  @Test
  void shouldContainAnOrphanWithAChangedEnvironment() {
    Earlier before = Earlier.now(posix, table);
    table.with(COMMAND, SELF, "run", "2").with(21, COMMAND);
    table.end(COMMAND, SELF);
    assertThat(members(before)).containsExactly(21);
  }

  /** 15 may have started it. */
  @Test
  void shouldNotContainAnOrphanOfUnknownOrigin() {
    table.with(15, SELF);
    Earlier before = Earlier.now(posix, table);
    table.with(COMMAND, SELF, "run", "2").with(21, COMMAND);
    table.end(COMMAND, SELF);
    AttemptTree tree = tree(before);
    assertThat(members(tree)).isEmpty();
    assertThat(tree.doubtful()).extracting(Running::pid).containsExactly(21);
  }

  @Test
  void shouldContainAnOrphanSeenBelowTheCommand() {
    table.with(15, SELF);
    Earlier before = Earlier.now(posix, table);
    table.with(COMMAND, SELF, "run", "2").with(21, COMMAND, "inner", "1").with(22, 21);
    AttemptTree tree = tree(before);
    assertThat(members(tree)).containsExactly(COMMAND, 21, 22);
    table.end(COMMAND, SELF);
    table.end(21, SELF);
    assertThat(members(tree)).containsExactly(22);
    assertThat(tree.doubtful()).isEmpty();
  }

  @Test
  void shouldNotContainEarlierProcesses() {
    table.with(15, SELF).with(16, 15);
    Earlier before = Earlier.now(posix, table);
    table.with(COMMAND, SELF).with(21, COMMAND);
    assertThat(before.processes()).extracting(Identity::pid).containsExactlyInAnyOrder(15, 16);
    assertThat(members(before)).containsExactlyInAnyOrder(COMMAND, 21);
    table.end(15, SELF);
    assertThat(members(before)).as("16 is an orphan now").doesNotContain(16);
  }

  @Test
  void shouldNotContainProcessesStartedByAnEarlierAttempt() {
    table.with(15, SELF, "run", "1");
    Earlier before = Earlier.now(posix, table);
    table.with(COMMAND, SELF, "run", "2").with(16, 15, "run", "1").with(21, COMMAND, "run", "2");
    table.end(15, SELF);
    table.end(COMMAND, SELF);
    assertThat(members(before)).containsExactly(21);
  }

  /** The first process of a namespace adopts unrelated orphans. */
  @Test
  void shouldNotSignalUnrelatedOrphansAsTheFirstProcess() {
    self = INIT;
    table.with(COMMAND, INIT, "run", "2").with(21, COMMAND, "run", "2");
    table.with(30, 0).with(31, 30).with(32, 31);
    table.end(COMMAND, INIT);
    table.end(31, INIT);
    AttemptTree tree = tree(Earlier.NOTHING);
    assertThat(members(tree)).containsExactly(21);
    assertThat(tree.doubtful()).extracting(Running::pid).contains(32);
  }

  @Test
  void shouldNotTakeAProcessForAnEarlierOneWithTheSameId() {
    table.with(15, SELF);
    Earlier before = Earlier.now(posix, table);
    table.end(15, SELF);
    table.with(COMMAND, SELF, "run", "2").with(15, COMMAND, "run", "2");
    assertThat(members(before)).containsExactlyInAnyOrder(COMMAND, 15);
  }
}
