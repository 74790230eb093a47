/**
 * The circuit breaker's rules: {@link dev.resil.breaker.Breaker} turns a state and an event into
 * the next state and a decision. Nothing here does I/O, reads a clock or knows another package.
 */
package dev.resil.breaker;
