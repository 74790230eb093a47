/** The one place where resil waits, and what moves bytes while it does. */
package dev.resil.io;
