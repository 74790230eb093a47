package dev.resil.posix;

/**
 * A signal that this process received.
 *
 * @param number the signal's number
 * @param fromKernel whether the kernel sent it; it sends the signals of a terminal (INT, QUIT, HUP,
 *     WINCH, TSTP, TTIN, TTOU) to the whole process group
 * @param sender the id of the process that sent it; 0 if unknown
 * @param code its cause: {@code si_code}, sigaction(2)
 * @param ending whether it ends the run, even if other signals with its number do not
 */
public record ReceivedSignal(int number, boolean fromKernel, int sender, int code, boolean ending) {
  private static final int SI_USER = 0;
  private static final int SI_KERNEL = 0x80;
  private static final int CLD_STOPPED = 5;
  private static final int CLD_CONTINUED = 6;

  /** A signal from an unknown sender. */
  public ReceivedSignal(int number, boolean fromKernel) {
    this(number, fromKernel, 0, fromKernel ? SI_KERNEL : SI_USER, false);
  }

  /**
   * A signal from the fields of {@code signalfd_siginfo}, signalfd(2).
   *
   * @param number {@code ssi_signo}
   * @param code {@code ssi_code}, sigaction(2)
   * @param sender {@code ssi_pid}
   */
  static ReceivedSignal of(int number, int code, int sender) {
    return new ReceivedSignal(number, code == SI_KERNEL, sender, code, false);
  }

  /** Whether a process sent it, for instance with {@code kill(2)}. */
  public boolean fromProcess() {
    return code <= SI_USER;
  }

  /** Whether it is CHLD for a child that was stopped or continued, not ended. */
  public boolean jobControl() {
    return code == CLD_STOPPED || code == CLD_CONTINUED;
  }

  /** The same signal, as one that may not have reached any other process. */
  public ReceivedSignal forUsAlone() {
    return new ReceivedSignal(number, false, sender, code, ending);
  }

  /** The same signal, as one that ends the run. */
  public ReceivedSignal endingRun() {
    return new ReceivedSignal(number, fromKernel, sender, code, true);
  }
}
