/** What is told of a run to GitHub Actions and GitLab. */
package dev.resil.report.ci;
