package dev.touchstone.cli;

import dev.touchstone.paddle.PaddleWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the constants of an enum as users write them: {@code per-layer}, {@code PER_LAYER}, {@code kl-2.0}. */
abstract class WordConverter<E extends Enum<E>> implements ITypeConverter<E> {
    /** Layouts of Paddle itself; Paddle Lite's own format is what opt writes. */
    private static final List<PaddleWriter.Layout> LAYOUTS = List.of(
            PaddleWriter.Layout.SEPARATE,
            PaddleWriter.Layout.COMBINED,
            PaddleWriter.Layout.PDMODEL,
            PaddleWriter.Layout.MODEL_PARAMS);

    private final List<E> constants;

    /** Reads one of these. */
    WordConverter(List<E> constants) {
        this.constants = constants;
    }

    @Override
    public E convert(String text) {
        return constants.stream()
                .filter(c -> plain(c.name()).equals(plain(text)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not known; expected "
                        + constants.stream().map(WordConverter::word).collect(Collectors.joining(", "))));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
    }

    /** The word for a constant. */
    static String word(Enum<?> constant) {
        return constant.name().equals("KL_2_0")
                ? "kl-2.0"
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Words for completion by the shell. */
    abstract static class Words implements Iterable<String> {
        private final List<? extends Enum<?>> constants;

        Words(Enum<?>... constants) {
            this.constants = Arrays.asList(constants);
        }

        @Override
        public Iterator<String> iterator() {
            return constants.stream().map(WordConverter::word).iterator();
        }
    }

    /** {@code kl}, {@code hist}, ... */
    static final class OfAlgorithm extends WordConverter<QuantizeCommand.Algorithm> {
        OfAlgorithm() {
            super(List.of(QuantizeCommand.Algorithm.values()));
        }
    }

    /** {@code rknpu}, {@code arm}. */
    static final class OfTarget extends WordConverter<QuantizeCommand.Target> {
        OfTarget() {
            super(List.of(QuantizeCommand.Target.values()));
        }
    }

    /** {@code per-layer}, {@code per-channel}. */
    static final class OfWeights extends WordConverter<QuantizeCommand.Weights> {
        OfWeights() {
            super(List.of(QuantizeCommand.Weights.values()));
        }
    }

    /** {@code separate}, {@code combined}, ... */
    static final class OfLayout extends WordConverter<PaddleWriter.Layout> {
        OfLayout() {
            super(LAYOUTS);
        }
    }

    static final class Algorithms extends Words {
        Algorithms() {
            super(QuantizeCommand.Algorithm.values());
        }
    }

    static final class Targets extends Words {
        Targets() {
            super(QuantizeCommand.Target.values());
        }
    }

    static final class WeightForms extends Words {
        WeightForms() {
            super(QuantizeCommand.Weights.values());
        }
    }

    static final class Layouts extends Words {
        Layouts() {
            super(LAYOUTS.toArray(Enum<?>[]::new));
        }
    }
}
