/** Limits that processes share, as pure functions: who may begin, who must wait. */
package dev.resil.limit;
