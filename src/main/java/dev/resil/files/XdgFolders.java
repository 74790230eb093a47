package dev.resil.files;

import java.util.Map;
import java.util.Optional;

/**
 * Folders of the XDG Base Directory Specification 0.8, in which a relative name counts as unset.
 */
public final class XdgFolders {
  private XdgFolders() {}

  /**
   * A base folder of the user's.
   *
   * @param variable names it, such as {@code XDG_CACHE_HOME}
   * @param belowHome where it is else, such as {@code .cache}
   * @return an absolute path; empty where there is no home either
   */
  public static Optional<String> base(
      Map<String, String> environment, String variable, String belowHome) {
    return absolute(environment.get(variable))
        .or(() -> absolute(environment.get("HOME")).map(home -> home + "/" + belowHome));
  }

  private static Optional<String> absolute(String folder) {
    return Optional.ofNullable(folder).filter(name -> name.startsWith("/"));
  }
}
