package dev.resil.process;

import dev.resil.run.ProcessCondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes of this machine, as far as this user may see them. */
public interface ProcessTable {
  /**
   * Why this table cannot be believed, in words for people; empty where it lists this process and
   * what descends from it. A table that cannot be believed shows no process at all.
   */
  default Optional<String> blindness() {
    return Optional.empty();
  }

  /** All processes that run now; those that ended and only wait to be reaped are left out. */
  List<Running> running();

  /** Whether a process ignores a signal, as far as that is known. */
  default boolean ignores(int pid, int signal) {
    return false;
  }

  /** Whether a process has said what a signal is to do, as far as that is known. */
  default boolean handles(int pid, int signal) {
    return false;
  }

  /**
   * What descends from a process and runs now, perhaps together with others: looked for without
   * reading the whole table where the system allows. A process may be missing whose parent or
   * sibling ends meanwhile; {@link #running} is the one to ask whether really nothing is left.
   */
  List<Running> below(int ancestor);

  /** The ids of a process's children, as far as that is known without looking at any of them. */
  default List<Integer> children(int parent) {
    return List.of();
  }

  /** The process of an id, where it runs. */
  Optional<Running> process(int pid);

  /** What a process does, even one that ended and waits to be reaped; empty where unreadable. */
  default Optional<ProcessCondition> condition(int pid) {
    return Optional.empty();
  }

  /**
   * The environment that a process was started with, as {@code NAME=value}; empty where it cannot
   * be read.
   */
  Set<String> environment(int pid);

  /**
   * A process.
   *
   * @param pid its id
   * @param parent its parent's id
   * @param group its process group
   * @param session its session, 0 where the session's leader is not visible
   * @param started when it started, in units of the system: with the id it names a process for
   *     ever; 0 or less where the system does not say
   * @param name the program's name, at most 15 bytes of it
   * @param state the letter of {@code proc(5)}, {@link #UNKNOWN} where the system does not say
   */
  record Running(
      int pid, int parent, int group, int session, long started, String name, char state) {
    static final char UNKNOWN = '?';

    /** A process that sleeps, in a session of its own. */
    Running(int pid, int parent, int group, long started, String name) {
      this(pid, parent, group, pid, started, name, 'S');
    }

    /** Whether it does nothing until it is continued. */
    public boolean stopped() {
      return state == 'T';
    }

    /** Uninterruptible sleep, or stopped by a tracer: it acts on no signal before that ends. */
    boolean heldBack() {
      return state == 'D' || state == 't';
    }

    Identity identity() {
      return new Identity(pid, started);
    }
  }

  /** Names a process even after its id has been given to another one. */
  record Identity(int pid, long started) {}
}
