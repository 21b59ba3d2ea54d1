/** The backend {@code arm}: machine code for the host CPU, emitted by a small assembler. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.backend.arm {
    requires transitive dev.touchstone.backend.spi;
    requires static org.jspecify;

    exports dev.touchstone.arm;

    provides dev.touchstone.backend.BackendProvider with
            dev.touchstone.arm.ArmBackendProvider;
}
