/** The user's hooks, run when something happens in a run. */
package dev.resil.hook;
