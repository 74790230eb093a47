package dev.resil.doctor;

import dev.resil.files.UserPath;
import dev.resil.text.Durations;
import dev.resil.text.Printable;
import dev.resil.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A checkup for people: a line for each subject. */
public final class CheckupText {
  private static final String NONE = "none";

  private CheckupText() {}

  /** All lines. */
  public static String of(Checkup checkup) {
    List<String> lines = new ArrayList<>();
    lines.add(line("resil", checkup.program().number() + " (" + checkup.program().build() + ")"));
    lines.add(line("system", system(checkup.host())));
    lines.add(line("process", process(checkup.host())));
    lines.add(line("cgroup", checkup.limits().map(CheckupText::limits).orElse(NONE)));
    lines.add(line("terminal", terminal(checkup.terminal())));
    checkup.configuration().forEach(file -> lines.add(line("configuration", configuration(file))));
    lines.add(
        line(
            "variables",
            checkup.variables().isEmpty()
                ? NONE
                : checkup.variables().stream().map(Printable::of).collect(joined(", "))));
    checkup.places().forEach(place -> lines.add(line(place.use(), place(place))));
    checkup.server().ifPresent(server -> lines.add(line("redis", server(server))));
    return lines.stream().map(line -> line + System.lineSeparator()).collect(joined(""));
  }

  private static Collector<CharSequence, ?, String> joined(String between) {
    return Collectors.joining(between);
  }

  private static String line(String subject, String text) {
    return "%-15s%s".formatted(subject, text);
  }

  private static String system(Host host) {
    return Stream.of(
            Optional.of(host.system() + " " + host.kernel() + " " + host.machine()),
            host.distribution().map(Printable::of),
            Optional.of(host.libc()))
        .flatMap(Optional::stream)
        .collect(joined(", "));
  }

  private static String process(Host host) {
    return "user %d, %d processor%s, %s"
        .formatted(
            host.user(),
            host.processors(),
            host.processors() == 1 ? "" : "s",
            host.ownProc() ? "/proc of its own" : "no /proc of its own");
  }

  private static String limits(CgroupLimits limits) {
    return Stream.of(
            Optional.of(Printable.of(limits.path())),
            limits.memory().map(bytes -> "memory " + Sizes.format(bytes)),
            limits.processors().map(count -> String.format(Locale.ROOT, "processors %.2f", count)),
            limits.processes().map(count -> "processes " + count))
        .flatMap(Optional::stream)
        .collect(joined(", "));
  }

  private static String terminal(Terminal terminal) {
    return Stream.of(
            Optional.of(terminal.on().isEmpty() ? NONE : String.join(", ", terminal.on())),
            Optional.of(terminal.columns()).filter(width -> width > 0).map(w -> w + " columns"),
            terminal.kind().map(kind -> "TERM=" + Printable.of(kind)))
        .flatMap(Optional::stream)
        .collect(joined(", "));
  }

  private static String configuration(Checkup.Configuration file) {
    return Printable.of(file.file())
        + ": "
        + file.status()
        + file.reason().map(why -> ": " + Printable.of(why)).orElse("");
  }

  private static String place(Place place) {
    String found = place.exists() ? "writable" : "absent, can be created";
    return place.folder().map(folder -> UserPath.shown(folder) + ": ").orElse("")
        + place.problem().map(Printable::of).orElse(found);
  }

  private static String server(Server server) {
    return server.address()
        + ": "
        + server
            .answer()
            .map(answer ->
                "answered in %s, then in %s; timeout %s"
                    .formatted(
                        Durations.format(answer.first()),
                        Durations.format(answer.next()),
                        Durations.format(server.timeout())))
            .or(() -> server.problem().map(Printable::of))
            .orElseThrow();
  }
}
