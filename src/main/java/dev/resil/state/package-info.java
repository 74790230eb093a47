/**
 * Where state outlives the process: {@link dev.resil.state.StateStore} is a transaction on one
 * named record, {@link dev.resil.state.FileStateStore} keeps each record in a file. Nothing here
 * knows what a record is about.
 */
package dev.resil.state;
