package dev.resil.simulation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Work that can stop in the middle and go on later, in the thread of its caller. It is what virtual
 * threads are made of, without the scheduler, to which each change of turns cost more than all else
 * in a simulation. The JDK keeps it to itself: the tests' JVM exports it.
 */
final class Coroutine {
  private static final MethodHandle RUN;
  private static final MethodHandle YIELD;
  private static final MethodHandle IS_DONE;
  private static final MethodHandle NEW;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      Class<?> scopeType = Class.forName("jdk.internal.vm.ContinuationScope");
      Class<?> type = Class.forName("jdk.internal.vm.Continuation");
      Object scope = scopeType.getConstructor(String.class).newInstance("simulation");
      MethodType ofThis = MethodType.methodType(Object.class, Object.class);
      NEW =
          lookup
              .unreflectConstructor(type.getConstructor(scopeType, Runnable.class))
              .bindTo(scope)
              .asType(MethodType.methodType(Object.class, Runnable.class));
      RUN =
          lookup
              .findVirtual(type, "run", MethodType.methodType(void.class))
              .asType(ofThis.changeReturnType(void.class));
      IS_DONE =
          lookup
              .findVirtual(type, "isDone", MethodType.methodType(boolean.class))
              .asType(ofThis.changeReturnType(boolean.class));
      YIELD =
          lookup
              .findStatic(type, "yield", MethodType.methodType(boolean.class, scopeType))
              .bindTo(scope);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "simulations need --add-exports=java.base/jdk.internal.vm=ALL-UNNAMED", e);
    }
  }

  private final Object continuation;

  Coroutine(Runnable work) {
    continuation = call(() -> (Object) NEW.invokeExact(work));
  }

  /** Goes on with the work, until it ends or {@linkplain #leave stops} again. */
  void run() {
    call(() -> {
      RUN.invokeExact(continuation);
      return true;
    });
  }

  boolean hasEnded() {
    return call(() -> (boolean) IS_DONE.invokeExact(continuation));
  }

  /** Stops the work that is running: its {@link #run} returns. */
  static void leave() {
    call(() -> (boolean) YIELD.invokeExact());
  }

  private interface Call<T> {
    T of() throws Throwable;
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.of();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
