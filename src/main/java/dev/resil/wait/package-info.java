/** Conditions to wait for: their syntax, their answers, and when a wait is over. Pure. */
package dev.resil.wait;
