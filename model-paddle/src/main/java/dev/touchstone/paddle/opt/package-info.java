/**
 * What Paddle Lite's {@code opt} does, as far as Touchstone needs it: decides which operators of a program a neural
 * processor is to run, and marks them in the program. Nothing is compiled for a device.
 */
package dev.touchstone.paddle.opt;
