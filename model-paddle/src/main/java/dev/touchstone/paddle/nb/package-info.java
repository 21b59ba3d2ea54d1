/**
 * Paddle Lite's {@code .nb} files: read in meta versions 0 (naive buffer), 1 and 2 (FlatBuffers), written in version 2.
 * Knows no operator.
 */
package dev.touchstone.paddle.nb;
