/** What quantization did and what it cost: numbers, and the page that shows them. */
package dev.touchstone.quantization.report;
