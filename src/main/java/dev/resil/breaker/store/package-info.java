/**
 * Breakers in a state store: the one place that knows both the rules of {@code breaker} and the
 * transactions of {@code state}.
 */
package dev.resil.breaker.store;
