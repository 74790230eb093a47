/** Which delay comes next: backoff and jitter. Pure: time and chance are arguments. */
package dev.resil.retry;
