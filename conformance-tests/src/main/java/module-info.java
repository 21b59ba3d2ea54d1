/** The suite that holds backends against the definition. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.conformance {
    requires static org.jspecify;
    requires transitive dev.touchstone.backend.spi;
    requires dev.touchstone.model.paddle;
    requires dev.touchstone.ops.reference;
    requires dev.touchstone.paddle.cases;
    requires dev.touchstone.report;
    requires dev.touchstone.runtime;
    requires com.fasterxml.jackson.databind;
    // Who uses the suite under JUnit brings JUnit; the command line needs none.
    requires static org.junit.jupiter.api;

    exports dev.touchstone.conformance;
    exports dev.touchstone.conformance.contract;
    exports dev.touchstone.conformance.negative;
    exports dev.touchstone.conformance.junit;
    exports dev.touchstone.conformance.replay;
    exports dev.touchstone.conformance.report;
    exports dev.touchstone.conformance.shrink;
    exports dev.touchstone.conformance.suite;

    uses dev.touchstone.backend.BackendProvider;
}
