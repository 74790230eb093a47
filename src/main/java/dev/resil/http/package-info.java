/** An attempt that is an HTTP request: how it is sent, and what becomes of the answer. */
package dev.resil.http;
