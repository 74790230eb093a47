/** Run output for programs: the JSON report, the event log. */
package dev.resil.report;
