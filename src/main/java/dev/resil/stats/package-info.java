/** Statistics of runs over time: counting, storage and display. */
package dev.resil.stats;
