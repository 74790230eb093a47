/** Limits as users see them: tables and JSON. */
package dev.resil.limit.view;
