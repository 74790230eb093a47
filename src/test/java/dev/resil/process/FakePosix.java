package dev.resil.process;

import dev.resil.posix.ExtendedAttributes;
import dev.resil.posix.Posix;
import dev.resil.posix.Reaped;
import dev.resil.posix.ReceivedSignal;
import dev.resil.posix.Spawn;
import dev.resil.posix.Terminals;
import dev.resil.posix.ZeroCopy;
import java.util.Map;
import java.util.Optional;

/** An empty system; a test overrides the methods it needs. */
public abstract class FakePosix implements Posix {
  private static UnsupportedOperationException unexpected() {
    return new UnsupportedOperationException("not part of this test");
  }

  @Override
  public int replace(Spawn program) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int spawn(Spawn spawn) {
    throw unexpected();
  }

  @Override
  public Optional<Reaped> reap() {
    return Optional.empty();
  }

  @Override
  public boolean hasChildren() {
    return false;
  }

  @Override
  public boolean isExecutable(String path) {
    return Posix.get().isExecutable(path);
  }

  @Override
  public int kill(int pid, int signal) {
    throw unexpected();
  }

  @Override
  public int openProcess(int pid) {
    return 1000 + pid;
  }

  @Override
  public int watchFolder(String path) {
    throw unexpected();
  }

  @Override
  public int signalProcess(int descriptor, int signal) {
    return kill(descriptor - 1000, signal);
  }

  @Override
  public int nextChild(int from, int to) {
    return 0;
  }

  @Override
  public int becomeSubreaper() {
    return 0;
  }

  @Override
  public int openSignals() {
    return 0;
  }

  @Override
  public Optional<ReceivedSignal> readSignal(int descriptor) {
    return Optional.empty();
  }

  @Override
  public int poll(int[] descriptors, short[] events, short[] ready, long nanos) {
    return 0;
  }

  @Override
  public int read(int descriptor, byte[] buffer, int offset, int length) {
    throw unexpected();
  }

  @Override
  public int write(int descriptor, byte[] buffer, int offset, int length) {
    throw unexpected();
  }

  @Override
  public int close(int descriptor) {
    throw unexpected();
  }

  @Override
  public int pipe(int[] ends) {
    throw unexpected();
  }

  @Override
  public int setNonBlocking(int descriptor) {
    throw unexpected();
  }

  @Override
  public int open(String path, boolean write, boolean nonBlocking) {
    throw unexpected();
  }

  @Override
  public int temporaryFile(String folder) {
    throw unexpected();
  }

  @Override
  public long seek(int descriptor, long offset, int whence) {
    throw unexpected();
  }

  @Override
  public int available(int descriptor) {
    throw unexpected();
  }

  @Override
  public int join(int descriptor, int other) {
    throw unexpected();
  }

  @Override
  public boolean isTerminal(int descriptor) {
    return false;
  }

  @Override
  public int terminalColumns(int descriptor) {
    return 0;
  }

  @Override
  public boolean inForeground(int descriptor) {
    return false;
  }

  @Override
  public Terminals terminals() {
    throw unexpected();
  }

  @Override
  public ZeroCopy zeroCopy() {
    return ZeroCopy.NONE;
  }

  @Override
  public Optional<String> variable(String name) {
    return Optional.empty();
  }

  @Override
  public int statx(String path, byte[] found) {
    throw unexpected();
  }

  @Override
  public int effectiveUser() {
    throw unexpected();
  }

  @Override
  public Map<String, String> variables(String prefix) {
    return Map.of();
  }

  @Override
  public int pid() {
    return 10;
  }

  @Override
  public int processGroup() {
    return 10;
  }

  @Override
  public int processGroup(int pid) {
    return pid;
  }

  @Override
  public int session(int pid) {
    return pid;
  }

  @Override
  public void random(byte[] buffer) {
    throw unexpected();
  }

  @Override
  public String message(int errno) {
    return "error " + errno;
  }

  @Override
  public String library() {
    throw unexpected();
  }

  @Override
  public String workingDirectory() {
    return Posix.get().workingDirectory();
  }

  @Override
  public ExtendedAttributes extendedAttributes() {
    return ExtendedAttributes.NONE;
  }

  @Override
  public void hideArgument(int fromEnd, int start, int length) {
    throw new UnsupportedOperationException();
  }
}
