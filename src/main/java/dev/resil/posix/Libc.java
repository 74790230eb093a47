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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Functions of the C library, with their errno, through the foreign-function API. */
@SuppressWarnings("restricted") // this class calls C
final class Libc {
  static final AddressLayout POINTER =
      ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));

  /**
   * The signature by which every function is called: an integer or a pointer takes a register, and
   * a function ignores the registers that it has no parameter for. The linker generates a score of
   * classes for each signature, at each start.
   */
  private static final FunctionDescriptor SIGNATURE =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final Map<String, Function> FUNCTIONS = new ConcurrentHashMap<>();

  private Libc() {}

  /** The address of a global variable or function, if the library has it. */
  static Optional<MemorySegment> symbol(String name) {
    return SYMBOLS.find(name);
  }

  /** A function that returns an int and sets errno. */
  static Function function(String name) {
    return function(name, false, ERRNO);
  }

  /** A function that returns an int, sets errno, and is variadic after some arguments. */
  static Function variadic(String name, int fixed) {
    return function(name, false, ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  /** A function that returns a long (a size) and sets errno. */
  static Function sized(String name) {
    return function(name, true, ERRNO);
  }

  /** What a function that returns a pointer to text returns, which may be a null pointer. */
  static MemorySegment text(String name, Object... arguments) {
    return MemorySegment.ofAddress(sized(name).callLong(arguments)).reinterpret(Long.MAX_VALUE);
  }

  /** A system call without a C function, with two arguments; further arguments are 0. */
  static int syscall(long number, long first, long second) {
    return function("syscall", true, ERRNO, Linker.Option.firstVariadicArg(1))
        .call(number, first, second);
  }

  private static Function function(String name, boolean wide, Linker.Option... options) {
    return FUNCTIONS.computeIfAbsent(
        name,
        n -> new Function(SYMBOLS.findOrThrow(n), LINKER.downcallHandle(SIGNATURE, options), wide));
  }

  /**
   * A C function.
   *
   * @param wide whether its result is a long rather than an int
   */
  record Function(MemorySegment address, MethodHandle handle, boolean wide) {
    /** Calls the function. Returns its result, or the negated errno if that is negative. */
    int call(Object... arguments) {
      return (int) callLong(arguments);
    }

    /** Calls the function, for a result that may exceed an int. */
    long callLong(Object... arguments) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        long word =
            (long)
                handle.invokeExact(
                    address,
                    state,
                    word(arguments, 0),
                    word(arguments, 1),
                    word(arguments, 2),
                    word(arguments, 3),
                    word(arguments, 4),
                    word(arguments, 5));
        long result = wide ? word : (int) word;
        return result < 0 ? -state.get(JAVA_INT, ERRNO_OFFSET) : result;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }

    private static long word(Object[] arguments, int index) {
      if (index >= arguments.length) {
        return 0;
      }
      return arguments[index] instanceof MemorySegment pointer
          ? pointer.address()
          : ((Number) arguments[index]).longValue();
    }
  }
}
