/**
 * What somebody configured, beside the command line: files and variables, as values with their
 * origins. Which options there are is not known here.
 */
package dev.resil.config;
