/** Option groups that several commands share, and the settings they produce. */
package dev.resil.cli.options;
