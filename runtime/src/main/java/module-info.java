/** Discovery, placement and sessions. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.runtime {
    requires static org.jspecify;
    requires transitive dev.touchstone.backend.spi;

    exports dev.touchstone.runtime;
    exports dev.touchstone.runtime.compare;
    exports dev.touchstone.runtime.doctor;

    uses dev.touchstone.backend.BackendProvider;
    uses dev.touchstone.backend.checkup.Checkup;
}
