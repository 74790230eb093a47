/** Checks conditions side by side, each with its own time limit. */
package dev.resil.wait.check;
