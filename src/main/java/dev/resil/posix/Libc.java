package dev.resil.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Functions of the C library, with their errno, through the foreign-function API. */
@SuppressWarnings("restricted") // this class calls C
final class Libc {
  static final AddressLayout POINTER =
      ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_FIELD =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /** Linking costs far more than calling. Each function has one signature here. */
  private static final Map<String, MethodHandle> HANDLES = new ConcurrentHashMap<>();

  private Libc() {}

  /** The address of a global variable or function, if the library has it. */
  static Optional<MemorySegment> symbol(String name) {
    return SYMBOLS.find(name);
  }

  /** A function that returns an int and sets errno. */
  static Function function(String name, MemoryLayout... arguments) {
    return new Function(handle(name, FunctionDescriptor.of(JAVA_INT, arguments), ERRNO));
  }

  /** A function that returns an int, sets errno, and has a variadic last argument. */
  static Function variadic(String name, MemoryLayout... arguments) {
    return new Function(
        handle(
            name,
            FunctionDescriptor.of(JAVA_INT, arguments),
            ERRNO,
            Linker.Option.firstVariadicArg(arguments.length - 1)));
  }

  /** A function that returns a long (a size) and sets errno. */
  static Function sized(String name, MemoryLayout... arguments) {
    return new Function(handle(name, FunctionDescriptor.of(JAVA_LONG, arguments), ERRNO));
  }

  /** A function that returns a pointer to text. */
  static MethodHandle text(String name, MemoryLayout... arguments) {
    return handle(name, FunctionDescriptor.of(POINTER, arguments));
  }

  /** A function that is called often and whose errno does not matter. */
  static MethodHandle quiet(String name, MemoryLayout... arguments) {
    return HANDLES.computeIfAbsent(
        name + " without errno",
        _ ->
            LINKER.downcallHandle(
                SYMBOLS.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments)));
  }

  /** A system call without a C function, with two arguments; further arguments are 0. */
  static int syscall(long number, long first, long second) {
    MethodHandle syscall =
        handle(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            ERRNO,
            Linker.Option.firstVariadicArg(1));
    return new Function(syscall).call(number, first, second, 0L, 0L);
  }

  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return HANDLES.computeIfAbsent(
        name, n -> LINKER.downcallHandle(SYMBOLS.findOrThrow(n), descriptor, options));
  }

  /** A C function. */
  record Function(MethodHandle handle) {
    /** Calls the function. Returns its result, or the negated errno if that is negative. */
    int call(Object... arguments) {
      return (int) callLong(arguments);
    }

    /** Calls the function, for a result that may exceed an int. */
    long callLong(Object... arguments) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        Object[] all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        long result = ((Number) handle.invokeWithArguments(all)).longValue();
        return result < 0 ? -(int) ERRNO_FIELD.get(state, 0L) : result;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
