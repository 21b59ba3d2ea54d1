/** What is said of a file that the user named and that cannot be used. */
package dev.touchstone.cli.file;
