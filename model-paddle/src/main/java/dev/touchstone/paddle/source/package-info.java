/**
 * What the readers of all formats share: bytes to read from, bounds and budgets for what strangers wrote, the types of
 * stored elements. Knows no format.
 */
package dev.touchstone.paddle.source;
