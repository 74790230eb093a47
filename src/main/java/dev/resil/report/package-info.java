/** What is told of a run to programs: the JSON report, the event log. */
package dev.resil.report;
