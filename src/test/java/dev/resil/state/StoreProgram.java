package dev.resil.state;

import dev.resil.files.Ownership;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A program that uses the store in another process. */
final class StoreProgram {
  private StoreProgram() {}

  /** Runs the action of its first argument, in the folder of its second. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    switch (args[0]) {
      case "put" -> put(folder, args[2], args[3]);
      case "hold" -> hold(folder, args[2]);
      case "count" -> count(folder, args[2], Integer.parseInt(args[3]), Integer.parseInt(args[4]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void put(Path folder, String name, String text) throws StateException {
    store(folder)
        .update(Note.FORMAT, name, _ -> new Update.Write<>(new Note(name, text), true, true));
  }

  private static void hold(Path folder, String name) throws Exception {
    var root = new StateFolder(folder, Ownership.ofThisProcess(Ownership.Kind.STATE));
    var files = new RecordFiles(root, "note");
    files.create();
    try (RecordLock _ = files.lock(files.file(name), LockTimeout.system())) {
      System.out.println("held");
      System.in.read();
    }
  }

  /** Increments each worker's count a number of times, reporting each. */
  private static void count(Path folder, String prefix, int workers, int times) throws Exception {
    FileStateStore store = store(folder);
    PrintStream out = System.out;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      String worker = prefix + i;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < times; n++) {
                  try {
                    store.update(
                        Note.FORMAT,
                        "counts",
                        view -> new Update.Write<>(plusOne(view, worker), false, true));
                    out.println(worker);
                  } catch (StateException e) {
                    out.println("! " + e.getMessage());
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static Note plusOne(View<Note> view, String worker) {
    List<String> counts =
        new ArrayList<>(Arrays.asList(view.record().map(Note::text).orElse("").split(",", -1)));
    counts.removeIf(String::isEmpty);
    String before =
        counts.stream()
            .filter(count -> count.startsWith(worker + "="))
            .findFirst()
            .orElse(worker + "=0");
    counts.remove(before);
    int count = Integer.parseInt(before.substring(before.indexOf('=') + 1));
    counts.add(worker + "=" + (count + 1));
    return new Note("counts", String.join(",", counts));
  }

  private static FileStateStore store(Path folder) {
    // far more simultaneous transactions than in practice: a wait must not time out
    Duration minute = Duration.ofMinutes(1);
    var patience =
        new LockTimeout(
            minute, minute, System::nanoTime, LockTimeout.Lock::within, LockTimeout::inAThread);
    return new FileStateStore(
        folder,
        Strictness.STRICT,
        _ -> {
          throw new AssertionError("no record is damaged here");
        },
        Clock.systemUTC(),
        new ProcessHolders(),
        patience);
  }

  /** The command that runs this program. */
  static List<String> command(Object... args) {
    String classes =
        String.join(
            File.pathSeparator, location(FileStateStore.class), location(StoreProgram.class));
    return Stream.concat(
            Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classes,
                StoreProgram.class.getName()),
            Arrays.stream(args).map(Object::toString))
        .toList();
  }

  /** Starts this program, with this process's stderr. */
  static Process start(Object... args) throws IOException {
    return new ProcessBuilder(command(args)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
