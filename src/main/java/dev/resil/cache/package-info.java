/** Copies of the output of successful runs, kept for a time in private files. */
package dev.resil.cache;
