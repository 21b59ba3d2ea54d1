/** How results are written: JSON, tables of 80 columns, progress lines. */
package dev.touchstone.cli.text;
