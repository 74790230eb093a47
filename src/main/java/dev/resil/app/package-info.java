/**
 * Assembles a run from its parts: the store, the listeners, the kind of attempt. It makes no
 * decisions beyond those of the options.
 */
package dev.resil.app;
