/** Fallbacks for failed runs: cached output, a command line, a file. */
package dev.resil.fallback;
