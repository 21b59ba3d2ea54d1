/** What the service interface asks of a backend beside right numbers: life cycle, threads, memory, honesty. */
package dev.touchstone.conformance.contract;
