package dev.resil.cli.options;

/** The CI system whose log annotations are written. */
public enum Annotations {
  /** The CI system detected from the environment. */
  AUTO,
  /** GitHub Actions. */
  GITHUB,
  /** GitLab. */
  GITLAB,
  /** None. */
  NONE
}
