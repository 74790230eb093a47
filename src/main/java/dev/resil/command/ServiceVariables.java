package dev.resil.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Variables in which a service manager names the process they are meant for, sd_listen_fds(3) and
 * systemd.exec(5). If they name resil, they are meant for the command: it has the sockets, and it
 * is the service.
 *
 * @param own variables to set to the command's own process id
 * @param stale variables that describe resil otherwise, and would be wrong
 */
record ServiceVariables(Set<String> own, Set<String> stale) {
  private static final String SOCKETS = "LISTEN_PID";
  private static final String SOCKETS_ALSO = "LISTEN_PIDFDID";
  private static final List<String> NAMING = List.of(SOCKETS, "WATCHDOG_PID", "SYSTEMD_EXEC_PID");

  /**
   * The variables that name this process.
   *
   * @param variable looks up a variable
   * @param pid this process's id
   */
  static ServiceVariables of(Function<String, Optional<String>> variable, int pid) {
    String id = Integer.toString(pid);
    Set<String> own = new LinkedHashSet<>();
    for (String name : NAMING) {
      if (variable.apply(name).filter(id::equals).isPresent()) {
        own.add(name);
      }
    }
    return new ServiceVariables(own, own.contains(SOCKETS) ? Set.of(SOCKETS_ALSO) : Set.of());
  }
}
