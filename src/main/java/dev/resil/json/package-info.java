/**
 * JSON as all of resil writes and reads it: through Jackson's streaming API, which takes a quarter
 * of its tree model's time to load and needs no reflection.
 */
package dev.resil.json;
