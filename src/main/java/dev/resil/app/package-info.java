/**
 * Assembles a run from its parts: which store, which listeners, which kind of attempt. No decisions
 * are taken here beyond what the options say.
 */
package dev.resil.app;
