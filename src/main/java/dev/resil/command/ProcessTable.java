package dev.resil.command;

import java.util.List;
import java.util.Optional;

/** The processes of this machine, as far as this user may see them. */
interface ProcessTable {
  /** All processes that run now; those that ended and only wait to be reaped are left out. */
  List<Running> running();

  /** One of them. */
  default Optional<Running> find(int pid) {
    return running().stream().filter(process -> process.pid() == pid).findFirst();
  }

  /** Whether a process ignores a signal, as far as that is known. */
  default boolean ignores(int pid, int signal) {
    return false;
  }

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
