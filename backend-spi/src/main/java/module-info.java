/** What a backend must offer to run graphs. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.backend.spi {
    requires transitive dev.touchstone.core;
    requires static org.jspecify;

    exports dev.touchstone.backend;
    exports dev.touchstone.backend.checkup;
}
