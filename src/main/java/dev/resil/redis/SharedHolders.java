package dev.resil.redis;

import dev.resil.state.Holders;
import dev.resil.state.ProcessHolders;

/**
 * Processes of many hosts. Only those of this host can be seen; a process elsewhere holds its lease
 * until it reports or the lease expires by the server's clock. Hosts are told apart by the boot id,
 * since containers and cloned machines share names.
 */
final class SharedHolders implements Holders {
  private static final int BOOT = 3;

  private final Holders processes = new ProcessHolders();

  @Override
  public String self() {
    return processes.self();
  }

  @Override
  public String host() {
    return processes.host();
  }

  @Override
  public boolean isAlive(String holder) {
    return !boot(holder).equals(boot(self())) || processes.isAlive(holder);
  }

  @Override
  public boolean isVisible(String holder) {
    return processes.isVisible(holder);
  }

  private static String boot(String holder) {
    String[] parts = holder.split(":", -1);
    return parts.length > BOOT ? parts[BOOT] : "";
  }
}
