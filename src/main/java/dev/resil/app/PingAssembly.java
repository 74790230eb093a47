package dev.resil.app;

import dev.resil.cli.options.Version;
import dev.resil.http.StatusRequests;
import dev.resil.io.EventLoop;
import dev.resil.io.Tail;
import dev.resil.ping.PingTarget;
import dev.resil.ping.Pinger;
import dev.resil.posix.Posix;
import dev.resil.posix.RawEnvironment;
import dev.resil.run.RunListener;
import java.util.Optional;

/** Wires the parts that only pings need, so that a run without them does not load them. */
final class PingAssembly {
  private PingAssembly() {}

  /** The pings of a run. */
  static RunListener pinger(
      PingTarget target,
      String runId,
      Optional<Tail> output,
      Posix posix,
      EventLoop events,
      RunListener listener) {
    return new Pinger(
        target,
        runId,
        output,
        new StatusRequests("resil/" + Version.number(), RawEnvironment::get),
        posix,
        events,
        listener);
  }
}
