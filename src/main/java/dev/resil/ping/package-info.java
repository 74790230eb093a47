/** Pings: what a service that watches over jobs is told of a run. */
package dev.resil.ping;
