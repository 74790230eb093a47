package dev.resil.posix;

/**
 * A signal that this process received.
 *
 * @param number the signal's number
 * @param fromKernel whether the kernel itself sent it: for the signals of a terminal (INT, QUIT,
 *     HUP, WINCH, TSTP, TTIN, TTOU) that means to the whole process group at once
 * @param sender the process that sent it, 0 where that is not known
 * @param code how it came about: {@code si_code}, sigaction(2)
 * @param ending whether it ends the run, although another one with this number may not
 */
public record ReceivedSignal(int number, boolean fromKernel, int sender, int code, boolean ending) {
  private static final int SI_USER = 0;
  private static final int SI_KERNEL = 0x80;
  private static final int CLD_STOPPED = 5;
  private static final int CLD_CONTINUED = 6;

  /** A signal about whose sender nothing more is known. */
  public ReceivedSignal(int number, boolean fromKernel) {
    this(number, fromKernel, 0, fromKernel ? SI_KERNEL : SI_USER, false);
  }

  /**
   * A signal as Linux describes it in {@code signalfd_siginfo}, signalfd(2).
   *
   * @param number {@code ssi_signo}
   * @param code {@code ssi_code}, sigaction(2)
   * @param sender {@code ssi_pid}
   */
  static ReceivedSignal of(int number, int code, int sender) {
    return new ReceivedSignal(number, code == SI_KERNEL, sender, code, false);
  }

  /** Whether a process sent it, with {@code kill(2)} or the like. */
  public boolean fromProcess() {
    return code <= SI_USER;
  }

  /** Whether it is CHLD for a child that was stopped or went on, and did not end. */
  public boolean jobControl() {
    return code == CLD_STOPPED || code == CLD_CONTINUED;
  }

  /** The same signal, of which it is not known whether anybody else got it too. */
  public ReceivedSignal forUsAlone() {
    return new ReceivedSignal(number, false, sender, code, ending);
  }

  /** The same signal, which ends the run. */
  public ReceivedSignal endingRun() {
    return new ReceivedSignal(number, fromKernel, sender, code, true);
  }
}
