/** The definition of every operator, in plain Java, and the backend {@code reference} that runs it. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.ops.reference {
    requires transitive dev.touchstone.backend.spi;
    requires static org.jspecify;

    exports dev.touchstone.reference;

    provides dev.touchstone.backend.BackendProvider with
            dev.touchstone.reference.ReferenceBackendProvider;
}
