/** {@code resil limit}. */
package dev.resil.cli.limit;
