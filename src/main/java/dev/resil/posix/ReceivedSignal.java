package dev.resil.posix;

/**
 * A signal that this process received.
 *
 * @param number the signal's number
 * @param fromKernel whether the kernel itself sent it: for INT, QUIT, HUP and WINCH that is the
 *     terminal, which sends to the whole foreground process group at once
 */
public record ReceivedSignal(int number, boolean fromKernel) {}
