/** What answers in place of attempts: an earlier run's output, a line of the user's, a file. */
package dev.resil.fallback;
