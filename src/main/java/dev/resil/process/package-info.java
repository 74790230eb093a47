/**
 * Processes: starting programs, passing on signals, finding and ending all processes of an attempt.
 */
package dev.resil.process;
