/**
 * For each operator the cases that test its rules. A file {@code XCases} proves the operator record {@code X}: three
 * hops from the record over its kernel to the proof. To add an operator, write its file and one line in
 * {@link dev.touchstone.conformance.cases.Operators}.
 */
package dev.touchstone.conformance.cases;
