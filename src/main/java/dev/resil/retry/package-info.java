/** Delays between attempts: backoff and jitter. Pure: time and randomness are arguments. */
package dev.resil.retry;
