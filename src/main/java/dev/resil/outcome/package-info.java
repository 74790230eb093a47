/**
 * What an attempt came to, the LISTs that outcomes are matched against, and the patterns in them.
 * Pure: no I/O and no clock.
 */
package dev.resil.outcome;
