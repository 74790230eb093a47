/** Limits as stored records, and the permits of a run. */
package dev.resil.limit.store;
