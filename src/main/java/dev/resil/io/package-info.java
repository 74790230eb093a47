/** The event loop, in which resil waits, and the parts that move bytes meanwhile. */
package dev.resil.io;
