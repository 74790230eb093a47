package dev.resil.doctor;

import java.util.List;
import java.util.Optional;

/**
 * What a bug report needs. It holds no secrets: of variables only the names, of URLs neither user
 * nor password.
 *
 * @param program the version
 * @param host the system
 * @param limits the limits of resil's control group; empty if there is none
 * @param terminal the standard streams
 * @param configuration the places of configuration files, strongest first
 * @param places the folders that resil writes to
 * @param server the server of shared state; empty if state is in a folder
 * @param variables the names of variables that configure resil
 */
public record Checkup(
    Version program,
    Host host,
    Optional<CgroupLimits> limits,
    Terminal terminal,
    List<Configuration> configuration,
    List<Place> places,
    Optional<Server> server,
    List<String> variables) {
  /** Keeps the lists unmodifiable. */
  public Checkup {
    configuration = List.copyOf(configuration);
    places = List.copyOf(places);
    variables = List.copyOf(variables);
  }

  /**
   * The program itself.
   *
   * @param number the version
   * @param build the commit, if known, and the runtime
   */
  public record Version(String number, String build) {}

  /**
   * A place of a configuration file.
   *
   * @param status {@code read}, {@code absent} or {@code ignored}
   * @param reason why it is ignored
   */
  public record Configuration(String file, String status, Optional<String> reason) {}

  /** Whether resil can write wherever it has to, and reach its server. */
  public boolean isHealthy() {
    return places.stream().allMatch(place -> place.problem().isEmpty())
        && server.flatMap(Server::problem).isEmpty();
  }
}
