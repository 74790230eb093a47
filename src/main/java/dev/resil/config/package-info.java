/**
 * Configuration from files and environment variables, as values with their sources. This package
 * does not know the options.
 */
package dev.resil.config;
