/** Run output for GitHub Actions and GitLab. */
package dev.resil.report.ci;
