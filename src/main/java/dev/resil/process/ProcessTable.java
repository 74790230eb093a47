package dev.resil.process;

import java.util.List;
import java.util.Optional;

/** The processes of this machine, as far as this user may see them. */
public interface ProcessTable {
  /** All processes that run now; those that ended and only wait to be reaped are left out. */
  List<Running> running();

  /** Whether a process ignores a signal, as far as that is known. */
  default boolean ignores(int pid, int signal) {
    return false;
  }

  /**
   * What descends from a process and runs now, perhaps together with others: looked for without
   * reading the whole table where the system allows. A process may be missing whose parent or
   * sibling ends meanwhile; {@link #running} is the one to ask whether really nothing is left.
   */
  List<Running> below(int ancestor);

  /** The process of an id, where it runs. */
  Optional<Running> process(int pid);

  /** A variable of the environment that a process was started with, where it can be read. */
  Optional<String> variable(int pid, String name);

  /**
   * A process.
   *
   * @param pid its id
   * @param parent its parent's id
   * @param group its process group
   * @param started when it started, in units of the system: with the id it names a process for ever
   * @param name the program's name, at most 15 bytes of it
   * @param stopped whether it does nothing until it is continued
   */
  record Running(int pid, int parent, int group, long started, String name, boolean stopped) {
    /** A process that is not stopped. */
    Running(int pid, int parent, int group, long started, String name) {
      this(pid, parent, group, started, name, false);
    }

    Identity identity() {
      return new Identity(pid, started);
    }
  }

  /** Names a process even after its id has been given to another one. */
  record Identity(int pid, long started) {}
}
