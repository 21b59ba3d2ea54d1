/**
 * The {@code touchstone} command: one file for each subcommand, and the options they share. Start with
 * {@link dev.touchstone.cli.Touchstone}.
 */
package dev.touchstone.cli;
