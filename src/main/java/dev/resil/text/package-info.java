/** The notation of text and numbers for users. */
package dev.resil.text;
