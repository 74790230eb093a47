/** Breakers as users see them: tables, JSON, and changes from one look to the next. */
package dev.resil.breaker.view;
