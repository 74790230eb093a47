package dev.resil;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Runs the classes, and the methods of each class, in a random order. The system property {@code
 * test.seed} repeats an order on any machine, since the tests are sorted before they are shuffled.
 *
 * <p>JUnit's own random order applies only to Jupiter, not to jqwik. A filter sees the tests of all
 * engines; this one excludes none.
 */
public final class RandomOrder implements PostDiscoveryFilter, TestExecutionListener {
  static final long SEED = Long.getLong("test.seed", System.nanoTime());

  @Override
  public FilterResult apply(TestDescriptor descriptor) {
    // engines are not filtered, so their classes are shuffled once for each class
    descriptor.getParent().filter(TestDescriptor::isRoot).ifPresent(RandomOrder::shuffle);
    shuffle(descriptor);
    return FilterResult.included("all are");
  }

  /** Shuffles; repeated calls give the same order. */
  private static void shuffle(TestDescriptor parent) {
    parent.orderChildren(children -> {
      List<TestDescriptor> shuffled = new ArrayList<>(children);
      shuffled.sort(Comparator.comparing(child -> child.getUniqueId().toString()));
      int own = parent.getUniqueId().toString().hashCode();
      Collections.shuffle(shuffled, new SplittableRandom(SEED ^ own));
      return shuffled;
    });
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (plan.containsTests()) {
      System.out.println("tests in random order; repeat it with -Dtest.seed=" + SEED);
    }
  }
}
