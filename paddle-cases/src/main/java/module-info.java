/** Small Paddle programs with what native Paddle made of them. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.paddle.cases {
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires transitive dev.touchstone.core;

    exports dev.touchstone.paddle.cases;
}
