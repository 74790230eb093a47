/** Safe use of files: private, trusted, replaced atomically. */
package dev.resil.files;
