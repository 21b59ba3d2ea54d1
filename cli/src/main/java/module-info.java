/** The touchstone command. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.cli {
    requires static org.jspecify;
    requires java.desktop;
    requires dev.touchstone.conformance;
    requires dev.touchstone.runtime;
    requires dev.touchstone.model.paddle;
    requires dev.touchstone.quantization;
    requires dev.touchstone.report;
    requires info.picocli;

    uses dev.touchstone.backend.BackendProvider;
}
