package dev.resil.process;

import dev.resil.run.ProcessCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes of this machine, as far as this user may see them. */
public interface ProcessTable {
  /**
   * The reason why this table cannot be trusted, for a message; empty if it lists this process and
   * its descendants. A table that cannot be trusted shows no process.
   */
  default Optional<String> blindness() {
    return Optional.empty();
  }

  /** All running processes, without zombies. */
  List<Running> running();

  /** Whether a process ignores a signal, as far as that is known. */
  default boolean ignores(int pid, int signal) {
    return false;
  }

  /** Whether a process handles or ignores a signal, as far as that is known. */
  default boolean handles(int pid, int signal) {
    return false;
  }

  /**
   * The running descendants of a process, perhaps with other processes. Does not read the whole
   * table if the system allows that. May miss a process whose parent or sibling ends meanwhile;
   * {@link #running} does not.
   */
  List<Running> below(int ancestor);

  /** The ids of a process's children, as far as they are known without reading each of them. */
  default List<Integer> children(int parent) {
    return List.of();
  }

  /** The running process with an id. */
  Optional<Running> process(int pid);

  /** The condition of a process, even of a zombie; empty if it cannot be read. */
  default Optional<ProcessCondition> condition(int pid) {
    return Optional.empty();
  }

  /**
   * The environment that a process was started with, as {@code NAME=value}; empty if it cannot be
   * read.
   */
  Set<String> environment(int pid);

  /**
   * A process.
   *
   * @param pid its id
   * @param parent its parent's id
   * @param group its process group
   * @param session its session; 0 if the session's leader is not visible
   * @param started its start time, in units of the system: with the id, it identifies a process for
   *     good; 0 or less if unknown
   * @param name the program's name, cut to 15 bytes
   * @param state the letter of {@code proc(5)}; {@link #UNKNOWN} if unknown
   */
  record Running(
      int pid, int parent, int group, int session, long started, String name, char state) {
    static final char UNKNOWN = '?';

    /** A sleeping process, in a session of its own. */
    Running(int pid, int parent, int group, long started, String name) {
      this(pid, parent, group, pid, started, name, 'S');
    }

    /** Whether it is stopped until it is continued. */
    public boolean stopped() {
      return state == 'T';
    }

    /** Whether it reacts to no signal for now: in uninterruptible sleep, or stopped by a tracer. */
    boolean heldBack() {
      return state == 'D' || state == 't';
    }

    Identity identity() {
      return new Identity(pid, started);
    }
  }

  /** Identifies a process even after its id was reused. */
  record Identity(int pid, long started) {}
}
