package dev.resil;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints one line at the end of a run: the missing programs, and the classes with tests skipped
 * because of them. The line of the end-to-end tests includes the unit tests of the same build.
 */
public final class SkippedTests implements TestExecutionListener {
  /** Lines of {@code NEED CLASS}; the seed identifies the build. */
  private static final Path FILE = Path.of("target/skipped-tests-" + RandomOrder.SEED);

  private final NavigableSet<String> skipped = new TreeSet<>();

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getThrowable().orElse(null) instanceof Needs.Unmet unmet) {
      test.getSource().ifPresent(source -> skipped.add(unmet.what() + '\t' + className(source)));
    }
  }

  private static String className(TestSource source) {
    String name =
        switch (source) {
          case MethodSource method -> method.getClassName();
          case ClassSource type -> type.getClassName();
          default -> source.toString();
        };
    return name.substring(name.lastIndexOf('.') + 1).replaceFirst("[$].*", "");
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    try {
      if (Files.exists(FILE)) {
        skipped.addAll(Files.readAllLines(FILE));
      }
      if (!skipped.isEmpty()) {
        Files.write(FILE, skipped);
        System.out.println("skipped for want of " + summary(skipped));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code fish: CompletionIT; redis-server: QuorumIT, SharedStateIT}. */
  static String summary(Set<String> skipped) {
    SortedMap<String, NavigableSet<String>> classes = new TreeMap<>();
    for (String line : skipped) {
      String[] words = line.split("\t", 2);
      classes.computeIfAbsent(words[0], need -> new TreeSet<>()).add(words[1]);
    }
    return classes.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
        .collect(joining("; "));
  }
}
