/** HTTP requests as attempts: sending, redirects, resuming, output. */
package dev.resil.http;
