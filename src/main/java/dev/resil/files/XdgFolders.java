package dev.resil.files;

import java.util.Optional;
import java.util.function.Function;

/**
 * Folders of the XDG Base Directory Specification 0.8, in which a relative name counts as unset.
 */
public final class XdgFolders {
  private XdgFolders() {}

  /**
   * A base folder of the user.
   *
   * @param environment a variable's value, or null if unset
   * @param variable its variable, such as {@code XDG_CACHE_HOME}
   * @param belowHome its default below the home folder, such as {@code .cache}
   * @return an absolute path; empty if {@code HOME} is not set either
   */
  public static Optional<String> base(
      Function<String, String> environment, String variable, String belowHome) {
    return absolute(environment.apply(variable))
        .or(() -> absolute(environment.apply("HOME")).map(home -> home + "/" + belowHome));
  }

  private static Optional<String> absolute(String folder) {
    return Optional.ofNullable(folder).filter(name -> name.startsWith("/"));
  }
}
