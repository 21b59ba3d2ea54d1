/**
 * From files or bytes to a {@code program}: which file holds what, the wire format under limits, parameters. Knows no
 * operator. A further file format of Paddle's becomes a further reader here.
 */
package dev.touchstone.paddle.file;
