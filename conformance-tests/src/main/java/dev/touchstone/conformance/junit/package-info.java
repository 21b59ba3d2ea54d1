/** The suite under JUnit 5 or 6: one class that a backend's test extends. The rest of the suite needs no JUnit. */
package dev.touchstone.conformance.junit;
