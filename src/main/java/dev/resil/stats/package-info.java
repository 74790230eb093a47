/** What runs came to over time: how it is counted, kept and shown. */
package dev.resil.stats;
