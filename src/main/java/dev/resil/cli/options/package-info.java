/** Groups of options that several commands share, and the settings they become. */
package dev.resil.cli.options;
