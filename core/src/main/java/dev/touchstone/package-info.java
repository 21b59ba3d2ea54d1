/**
 * The errors of Touchstone. All are unchecked; each says what is wrong, where, what was found, what is allowed and
 * what to do.
 */
package dev.touchstone;
