/** Limited time: when something has to be over. */
package dev.resil.time;
