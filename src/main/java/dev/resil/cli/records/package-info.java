/** Commands that show stored records. */
package dev.resil.cli.records;
