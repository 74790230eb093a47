/** Copies of what successful runs printed, kept for a time in files of this user's alone. */
package dev.resil.cache;
