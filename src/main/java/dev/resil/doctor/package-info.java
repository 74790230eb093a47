/** {@code resil doctor}: what resil finds on this machine, for bug reports. */
package dev.resil.doctor;
