/**
 * JSON the way all of resil's is: written and read through Jackson's streaming API, which costs a
 * quarter of its tree's time to load and needs no reflection.
 */
package dev.resil.json;
