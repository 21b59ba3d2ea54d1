/** From a {@code program} to files in Paddle's own formats. Equal programs give equal bytes. Knows no operator. */
package dev.touchstone.paddle.write;
