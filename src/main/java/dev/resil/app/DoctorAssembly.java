package dev.resil.app;

import dev.resil.cache.OutputCache;
import dev.resil.cli.doctor.Examination;
import dev.resil.doctor.CgroupLimits;
import dev.resil.doctor.Checkup;
import dev.resil.doctor.Host;
import dev.resil.doctor.Place;
import dev.resil.doctor.Server;
import dev.resil.doctor.Terminal;
import dev.resil.files.Ownership;
import dev.resil.files.UserPath;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.redis.RedisAddress;
import dev.resil.redis.RedisProbe;
import dev.resil.state.StateException;
import dev.resil.text.IoReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Wires {@code resil doctor} to this machine. */
public final class DoctorAssembly implements Examination {
  /** Variables of others that change where resil writes, and what. */
  private static final List<String> VARIABLES =
      List.of(
          "XDG_STATE_HOME",
          "XDG_CONFIG_HOME",
          "XDG_CACHE_HOME",
          "TMPDIR",
          "NO_COLOR",
          "GITHUB_ACTIONS",
          "GITLAB_CI",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "http_proxy",
          "https_proxy",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "all_proxy",
          "NO_PROXY",
          "no_proxy");

  @Override
  public Checkup of(
      Checkup.Version program,
      List<Checkup.Configuration> configuration,
      Optional<String> statePlace) {
    Posix posix = Posix.get();
    return new Checkup(
        program,
        Host.find(posix),
        CgroupLimits.find(posix),
        Terminal.find(posix),
        configuration,
        places(statePlace),
        StateStores.isShared(statePlace)
            ? Optional.of(server(StateStores.server(statePlace).address()))
            : Optional.empty(),
        variables(posix));
  }

  private static List<Place> places(Optional<String> statePlace) {
    List<Place> places = new ArrayList<>();
    try {
      StateStores.folder(statePlace)
          .map(folder -> Place.owned("state", folder, Ownership.Kind.STATE))
          .ifPresent(places::add);
    } catch (StateException e) {
      places.add(Place.unknown("state", e.getMessage()));
    }
    try {
      places.add(
          Place.owned(
              "cache", OutputCache.defaultFolder(RawEnvironment::get), Ownership.Kind.CACHE));
    } catch (IOException e) {
      places.add(Place.unknown("cache", IoReason.of(e)));
    }
    places.add(Place.shared("temporary", new UserPath(RawEnvironment.temporaryFolder()).path()));
    return places;
  }

  private static Server server(RedisAddress address) {
    try {
      RedisProbe.Answered answered = RedisProbe.ask(address);
      return Server.answered(
          address.toString(),
          address.timeout(),
          new Server.Answer(answered.first(), answered.next()));
    } catch (StateException e) {
      return Server.failed(address.toString(), address.timeout(), e.getMessage());
    }
  }

  private static List<String> variables(Posix posix) {
    return Stream.concat(
            posix.variables("RESIL_").keySet().stream().sorted(),
            VARIABLES.stream().filter(name -> posix.variable(name).isPresent()))
        .toList();
  }
}
