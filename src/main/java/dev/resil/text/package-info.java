/** Text and numbers as users write and read them. */
package dev.resil.text;
