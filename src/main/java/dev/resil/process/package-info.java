/** Processes: starting them, passing signals on, finding all that an attempt started, ending it. */
package dev.resil.process;
