/**
 * A report as data - a {@link dev.touchstone.report.Page} of sections and blocks - and its form: one HTML file that needs
 * neither network nor other files, follows the reader's light or dark setting, and fits a telephone. What a report says
 * is its author's business; how a table, a histogram or a heat map looks is decided here, once.
 */
package dev.touchstone.report;
