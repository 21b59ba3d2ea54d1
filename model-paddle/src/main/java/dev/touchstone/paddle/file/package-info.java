/**
 * From files or bytes to a {@code program}: which file holds what, the wire format under limits, parameters. Knows no
 * operator. Other formats have packages of their own.
 */
package dev.touchstone.paddle.file;
