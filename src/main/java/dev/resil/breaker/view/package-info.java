/** Breakers as users see them: tables, JSON and a feed of changes. */
package dev.resil.breaker.view;
