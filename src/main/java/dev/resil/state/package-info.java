/**
 * State that outlives the process: {@link dev.resil.state.StateStore} runs transactions on named
 * records, {@link dev.resil.state.FileStateStore} keeps each record in a file. Nothing here knows
 * the content of a record.
 */
package dev.resil.state;
