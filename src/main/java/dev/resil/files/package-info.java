/** Files that must be safe: private, trusted, replaced whole. */
package dev.resil.files;
