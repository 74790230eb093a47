package dev.resil.state;

import dev.resil.files.UserPath;
import dev.resil.text.Printable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Chooses the state folder. */
public final class StateLocation {
  /** The variable that names the state folder if no option does. */
  public static final String VARIABLE = "RESIL_STATE";

  private StateLocation() {}

  /**
   * The folder of {@code --state}, else {@code $RESIL_STATE}, else {@code $XDG_STATE_HOME/resil},
   * else {@code ~/.local/state/resil}. An empty variable counts as unset, and so does a relative
   * {@code XDG_STATE_HOME} (XDG Base Directory Specification 0.8).
   *
   * @param option the value of {@code --state}
   * @param environment a variable's value, or null if unset, as {@link System#getenv}
   * @return an absolute path; it need not exist
   * @throws StateException if nothing names a folder, or the name is not a valid path
   */
  public static Path choose(Optional<String> option, Function<String, String> environment)
      throws StateException {
    if (option.isPresent()) {
      return path("--state", option.get());
    }
    Optional<String> own = variable(environment, VARIABLE);
    if (own.isPresent()) {
      return path(VARIABLE, own.get());
    }
    return defaultFolder(environment);
  }

  /**
   * The default folder.
   *
   * @param environment a variable's value, or null if unset
   * @throws StateException if it is not known
   */
  public static Path defaultFolder(Function<String, String> environment) throws StateException {
    Optional<String> xdg =
        variable(environment, "XDG_STATE_HOME").filter(value -> value.startsWith("/"));
    if (xdg.isPresent()) {
      return path("XDG_STATE_HOME", xdg.get()).resolve("resil");
    }
    Optional<String> home = variable(environment, "HOME").filter(value -> value.startsWith("/"));
    if (home.isPresent()) {
      return path("HOME", home.get()).resolve(".local/state/resil");
    }
    throw new StateException(
        StateException.Problem.NO_PLACE,
        "no state folder, since HOME is not set: name one with --state DIR or RESIL_STATE");
  }

  private static Optional<String> variable(Function<String, String> environment, String name) {
    return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isEmpty());
  }

  private static Path path(String source, String value) throws StateException {
    try {
      return new UserPath(value).path().normalize();
    } catch (IllegalArgumentException e) {
      throw new StateException(
          StateException.Problem.NO_PLACE,
          "%s %s: %s".formatted(source, Printable.word(value), e.getMessage()));
    }
  }
}
