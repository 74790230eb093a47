/** {@code resil doctor}. */
package dev.resil.cli.doctor;
