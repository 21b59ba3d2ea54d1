/** A browser for tests: opens a page that a test made, and answers questions about what a reader would see. */
@org.jspecify.annotations.NullMarked
package dev.touchstone.browser;
