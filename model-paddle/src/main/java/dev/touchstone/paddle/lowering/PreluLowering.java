package dev.touchstone.paddle.lowering;

import dev.touchstone.op.Prelu;
import java.util.Map;

/** {@code prelu}. */
final class PreluLowering {
    private static final Map<String, Prelu.Mode> MODES =
            Map.of("all", Prelu.Mode.ALL, "channel", Prelu.Mode.CHANNEL, "element", Prelu.Mode.ELEMENT);

    private PreluLowering() {}

    static Lowering.Step prepare(OpReader op) {
        var x = op.input("X");
        var slope = op.input("Alpha");
        var out = op.output("Out");
        var mode = op.choice("mode", "all", MODES);
        var layout = ImageLayout.ofImage(op, "data_format");
        return nodes -> {
            // Only a slope for each channel depends on where the channels stand.
            if (mode == Prelu.Mode.CHANNEL && layout == ImageLayout.CHANNELS_LAST) {
                var image = nodes.channelsFirst(nodes.value(x));
                nodes.emitChannelsLast(out, nodes.help("prelu", new Prelu(mode), image, nodes.value(slope)));
            } else {
                nodes.emit(out, new Prelu(mode), nodes.value(x), nodes.value(slope));
            }
        };
    }
}
