/** The program's entry. */
package dev.resil;
