/**
 * The loop of attempts, and the interfaces that attempts, guards, fallbacks and listeners
 * implement.
 */
package dev.resil.run;
