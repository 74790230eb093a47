/** The user's hooks: commands run on events of a run. */
package dev.resil.hook;
