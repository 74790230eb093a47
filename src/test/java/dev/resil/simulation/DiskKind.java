package dev.resil.simulation;

/** What a file system has after a power cut of that which was not synced. */
public enum DiskKind {
  /**
   * As ext4: names change in order, across all folders, and a sync of anything stores all changes
   * of names before it. The content is stored before a rename over an existing file.
   */
  JOURNALED,

  /**
   * Only what POSIX says: any of the changed names, and any of the written sectors, may be missing,
   * unless that file or folder was synced.
   */
  UNORDERED
}
