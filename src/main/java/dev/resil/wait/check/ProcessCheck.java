package dev.resil.wait.check;

import dev.resil.process.ProcFs;
import dev.resil.process.ProcessTable;
import dev.resil.process.ProcessTable.Running;
import dev.resil.text.Printable;
import dev.resil.text.RawText;
import dev.resil.wait.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks for a running process. A zombie has ended. */
final class ProcessCheck {
  /** The kernel cuts names to this many bytes. */
  private static final int NAME = 15;

  private ProcessCheck() {}

  /** Looks for a process by its id, which may pass to another process after its end. */
  static Check ofPid(ProcessTable table, int pid) {
    return new Check() {
      private OptionalLong started = OptionalLong.empty();

      @Override
      public synchronized Answer answer() {
        if (table.blindness().isPresent()) {
          return Answer.unknown(table.blindness().get());
        }
        Optional<Running> found = table.process(pid);
        boolean same =
            found
                .filter(now -> started.isEmpty() || started.getAsLong() == now.started())
                .isPresent();
        found
            .filter(_ -> started.isEmpty())
            .ifPresent(now -> started = OptionalLong.of(now.started()));
        return same
            ? Answer.fails(Printable.of(found.get().name()) + " is running")
            : Answer.holds("no such process");
      }
    };
  }

  /** Looks for processes by name. */
  static Check ofName(ProcFs table, String name, int self) {
    byte[] bytes = RawText.encode(name);
    String cut = RawText.decode(Arrays.copyOf(bytes, Math.min(bytes.length, NAME)));
    return () -> {
      if (table.blindness().isPresent()) {
        return Answer.unknown(table.blindness().get());
      }
      List<Running> found =
          table.running().stream()
              .filter(one -> one.pid() != self && one.name().equals(cut))
              .toList();
      return found.isEmpty()
          ? Answer.holds("no such process")
          : Answer.fails(
              found.size() == 1
                  ? "process " + found.getFirst().pid() + " is running"
                  : found.size() + " processes are running");
    };
  }
}
