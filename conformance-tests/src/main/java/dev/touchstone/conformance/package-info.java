/**
 * What the conformance suite is made of: rules, sources of cases, cases, results, and the backend that is held against
 * them. Nothing here draws, judges or prints; the other packages build on this one:
 *
 * <ul>
 *   <li>{@code cases}: for each operator the cases of its rules, one file each
 *   <li>{@code judge}: whether an answer is right
 *   <li>{@code suite}: all sources together, selection, runs, results by rule
 *   <li>{@code shrink}: failures made small
 *   <li>{@code replay}: a case as a file that anybody can repeat
 *   <li>{@code report}: results as text, JUnit XML, JSON and HTML
 *   <li>{@code junit}: the suite as one test class that a backend extends
 * </ul>
 */
package dev.touchstone.conformance;
