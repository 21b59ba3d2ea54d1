/** The touchstone command. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.cli {
    requires static org.jspecify;
    requires dev.touchstone.runtime;
    requires dev.touchstone.model.paddle;
}
