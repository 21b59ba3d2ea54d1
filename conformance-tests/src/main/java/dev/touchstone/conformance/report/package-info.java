/** The results of a run for people and for programs: text, JSON, JUnit XML, HTML. Equal results give equal bytes. */
package dev.touchstone.conformance.report;
