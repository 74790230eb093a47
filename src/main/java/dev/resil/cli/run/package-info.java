/** {@code resil run} and {@code resil plan}. */
package dev.resil.cli.run;
