package dev.resil.posix;

/**
 * A signal that this process received.
 *
 * @param number the signal's number
 * @param fromKernel whether the kernel itself sent it: for INT, QUIT, HUP and WINCH that is the
 *     terminal, which sends to the whole foreground process group at once
 * @param sender the process that sent it, 0 where that is not known
 * @param jobControl whether it is CHLD for a child that was stopped or went on, and did not end
 */
public record ReceivedSignal(int number, boolean fromKernel, int sender, boolean jobControl) {
  private static final int SI_KERNEL = 0x80;
  private static final int CLD_STOPPED = 5;
  private static final int CLD_CONTINUED = 6;

  /** A signal about whose sender nothing more is known. */
  public ReceivedSignal(int number, boolean fromKernel) {
    this(number, fromKernel, 0, false);
  }

  /**
   * A signal as Linux describes it in {@code signalfd_siginfo}, signalfd(2).
   *
   * @param number {@code ssi_signo}
   * @param code {@code ssi_code}, sigaction(2)
   * @param sender {@code ssi_pid}
   */
  static ReceivedSignal of(int number, int code, int sender) {
    boolean jobControl = code == CLD_STOPPED || code == CLD_CONTINUED;
    return new ReceivedSignal(number, code == SI_KERNEL, sender, jobControl);
  }

  /** The same signal, of which it is not known whether anybody else got it too. */
  public ReceivedSignal forUsAlone() {
    return new ReceivedSignal(number, false, sender, jobControl);
  }
}
