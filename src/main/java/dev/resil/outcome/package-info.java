/**
 * Outcomes of attempts, the LISTs that they are matched against, and the patterns in these. Pure:
 * no I/O and no clock.
 */
package dev.resil.outcome;
