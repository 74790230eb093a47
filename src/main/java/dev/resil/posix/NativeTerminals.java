package dev.resil.posix;

import static dev.resil.posix.NativePosix.orErrno;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.graalvm.nativeimage.PinnedObject;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.nativeimage.c.type.CIntPointer;
import org.graalvm.nativeimage.c.type.CTypeConversion;
import org.graalvm.word.PointerBase;

/** {@link Terminals} in the native image. */
final class NativeTerminals implements Terminals {
  private static final int TCSANOW = 0;

  @Override
  public int open() {
    return orErrno(openTerminal());
  }

  @Override
  public String path(int descriptor) {
    CCharPointer path = ptsname(descriptor);
    return CTypeConversion.toJavaString(path, NativeLibc.strlen(path), StandardCharsets.UTF_8);
  }

  @Override
  public Optional<TerminalSize> size(int descriptor) {
    CIntPointer rows = StackValue.get(CIntPointer.class);
    CIntPointer columns = StackValue.get(CIntPointer.class);
    return terminalSize(descriptor, rows, columns) == 0
        ? Optional.of(new TerminalSize(rows.read(), columns.read()))
        : Optional.empty();
  }

  @Override
  public int resize(int descriptor, TerminalSize size) {
    return orErrno(resizeTerminal(descriptor, size.rows(), size.columns()));
  }

  @Override
  public Optional<byte[]> modes(int descriptor) {
    byte[] modes = new byte[Abi.STRUCT];
    try (PinnedObject pinned = PinnedObject.create(modes)) {
      return tcgetattr(descriptor, pinned.addressOfArrayElement(0)) == 0
          ? Optional.of(modes)
          : Optional.empty();
    }
  }

  @Override
  public int setModes(int descriptor, byte[] modes) {
    try (PinnedObject pinned = PinnedObject.create(modes)) {
      return orErrno(tcsetattr(descriptor, TCSANOW, pinned.addressOfArrayElement(0)));
    }
  }

  @Override
  public byte[] raw(byte[] modes) {
    byte[] raw = modes.clone();
    try (PinnedObject pinned = PinnedObject.create(raw)) {
      PointerBase address = pinned.addressOfArrayElement(0);
      cfmakeraw(address);
    }
    return raw;
  }

  @Override
  public int plainLineFeeds(int descriptor) {
    return orErrno(plainLineFeedsOn(descriptor));
  }

  @Override
  public int foregroundGroup(int descriptor) {
    return orErrno(NativeLibc.tcgetpgrp(descriptor));
  }

  @Override
  public int keySignal(int descriptor, int key) {
    return signalOfKey(descriptor, key);
  }

  @Override
  public boolean suspend(int signal) {
    return suspendNow(signal) == 1;
  }

  @CFunction(value = "resil_open_terminal", transition = Transition.NO_TRANSITION)
  private static native int openTerminal();

  @CFunction(transition = Transition.NO_TRANSITION)
  private static native CCharPointer ptsname(int descriptor);

  @CFunction(value = "resil_terminal_size", transition = Transition.NO_TRANSITION)
  private static native int terminalSize(int descriptor, CIntPointer rows, CIntPointer columns);

  @CFunction(value = "resil_resize_terminal", transition = Transition.NO_TRANSITION)
  private static native int resizeTerminal(int descriptor, int rows, int columns);

  @CFunction(transition = Transition.NO_TRANSITION)
  private static native int tcgetattr(int descriptor, PointerBase modes);

  @CFunction(transition = Transition.NO_TRANSITION)
  private static native int tcsetattr(int descriptor, int when, PointerBase modes);

  @CFunction(transition = Transition.NO_TRANSITION)
  private static native void cfmakeraw(PointerBase modes);

  @CFunction(value = "resil_plain_line_feeds", transition = Transition.NO_TRANSITION)
  private static native int plainLineFeedsOn(int descriptor);

  @CFunction(value = "resil_key_signal", transition = Transition.NO_TRANSITION)
  private static native int signalOfKey(int descriptor, int key);

  @CFunction(value = "resil_suspend")
  private static native int suspendNow(int signal);
}
