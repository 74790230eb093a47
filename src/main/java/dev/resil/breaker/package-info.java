/**
 * The rules of the circuit breaker: {@link dev.resil.breaker.Breaker} maps a state and an event to
 * the next state and a decision. Nothing here does I/O, reads a clock or depends on another
 * package.
 */
package dev.resil.breaker;
