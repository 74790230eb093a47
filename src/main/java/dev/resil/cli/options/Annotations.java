package dev.resil.cli.options;

/** For which CI resil marks the log. */
public enum Annotations {
  /** The one that the environment names. */
  AUTO,
  /** GitHub Actions. */
  GITHUB,
  /** GitLab. */
  GITLAB,
  /** None. */
  NONE
}
