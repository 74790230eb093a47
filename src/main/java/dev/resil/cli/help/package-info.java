/** Help, completion scripts, and the messages for a wrong command line. */
package dev.resil.cli.help;
