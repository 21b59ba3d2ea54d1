package dev.touchstone.cli;

import dev.touchstone.model.Endpoint;
import dev.touchstone.model.ImageProfile;
import dev.touchstone.model.Model;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * Options that say how a picture becomes a tensor. What is not given comes from the model's own profile, else from the
 * declared input, else from the defaults of the image classification demo: ImageNet, 3 x 224 x 224.
 */
final class ImageOptions implements Options {
    private static final List<Float> IMAGENET_MEAN = List.of(0.485f, 0.456f, 0.406f);
    private static final List<Float> IMAGENET_STD = List.of(0.229f, 0.224f, 0.225f);
    private static final int IMAGENET_SIZE = 224;
    private static final int MAX_SIZE = 8192;
    private @Nullable Size size;
    private @Nullable Integer channels;
    private List<Float> mean = List.of();
    private List<Float> std = List.of();
    private ImageProfile.@Nullable Resize resize;

    @Override
    public void declare(Syntax syntax) {
        syntax.add(Argument.of(Size.class, "--size")
                        .label("HxW")
                        .converter(new SizeConverter())
                        .text("Height and width of the model's input: 224 or 224x320.")
                        .to(v -> size = v))
                .add(Argument.of(Integer.class, "--channels")
                        .label("N")
                        .text("1: grey; 3: red, green, blue.")
                        .to(v -> channels = v))
                .add(Argument.listOf(Float.class, "--mean")
                        .label("X")
                        .split(",")
                        .text("Subtracted from each channel: 0.485,0.456,0.406. Values of a picture are 0 to 1.")
                        .to(v -> mean = v))
                .add(Argument.listOf(Float.class, "--std")
                        .label("X")
                        .split(",")
                        .text("What each channel is divided by afterwards: 0.229,0.224,0.225.")
                        .to(v -> std = v))
                .add(Argument.of(ImageProfile.Resize.class, "--resize")
                        .label("RULE")
                        .converter(new ResizeConverter())
                        .candidates(new ResizeNames())
                        .text("stretch: straight to the size. center-crop: the short side to 8/7 of the size, then"
                                + " the centre. Both bicubic.")
                        .to(v -> resize = v));
    }

    /** How pictures become the only input of a model. */
    ImageProfile profile(Model model, Endpoint input, OutputOptions output) {
        var base = model.imageProfile().orElseGet(() -> declared(input));
        var profile = new ImageProfile(
                base.labels(),
                channels == null ? base.channels() : channels,
                size == null ? base.height() : size.height(),
                size == null ? base.width() : size.width(),
                mean.isEmpty() ? base.mean() : mean,
                std.isEmpty() ? base.std() : std,
                resize == null ? base.resize() : resize);
        check(profile, output);
        return profile;
    }

    /** The demo's defaults, with the extents that the input declares as [batch, channels, height, width]. */
    private static ImageProfile declared(Endpoint input) {
        var extents = input.extents();
        boolean image = extents.size() == 4;
        return new ImageProfile(
                List.of(),
                image && extents.get(1) == 1 ? 1 : 3,
                image && extents.get(2) > 0 ? extents.get(2) : IMAGENET_SIZE,
                image && extents.get(3) > 0 ? extents.get(3) : IMAGENET_SIZE,
                IMAGENET_MEAN,
                IMAGENET_STD,
                ImageProfile.Resize.STRETCH);
    }

    private static void check(ImageProfile profile, OutputOptions output) {
        int channels = profile.channels();
        String fault = null;
        if (channels != 1 && channels != 3) {
            fault = "--channels is " + channels + "; expected 1 or 3";
        } else if (profile.mean().size() != channels) {
            fault = "--mean has " + profile.mean().size() + " numbers, but the input has " + channels
                    + (channels == 1 ? " channel" : " channels") + "; give one for each";
        } else if (profile.std().size() != channels) {
            fault = "--std has " + profile.std().size() + " numbers, but the input has " + channels
                    + (channels == 1 ? " channel" : " channels") + "; give one for each";
        } else if (profile.std().stream().anyMatch(s -> s == 0 || !Float.isFinite(s))) {
            fault = "--std is " + profile.std() + "; expected finite numbers other than 0";
        } else if (!profile.mean().stream().allMatch(Float::isFinite)) {
            fault = "--mean is " + profile.mean() + "; expected finite numbers";
        }
        if (fault != null) {
            throw new ParameterException(output.command(), fault);
        }
    }

    /** Height and width in pixels. */
    record Size(int height, int width) {}

    /** Reads {@code 224} and {@code 224x320}. */
    static final class SizeConverter implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            int x = text.indexOf('x');
            int height = extent(text, x < 0 ? text : text.substring(0, x));
            return new Size(height, x < 0 ? height : extent(text, text.substring(x + 1)));
        }

        private static int extent(String text, String part) {
            try {
                int value = Integer.parseInt(part);
                if (value >= 1 && value <= MAX_SIZE) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Said below, as for numbers out of range.
            }
            throw new TypeConversionException(
                    "'" + text + "' is no size; expected 224 or 224x320, each from 1 to " + MAX_SIZE);
        }
    }

    /** Reads {@code center-crop}. */
    static final class ResizeConverter implements ITypeConverter<ImageProfile.Resize> {
        @Override
        public ImageProfile.Resize convert(String text) {
            for (var rule : ImageProfile.Resize.values()) {
                if (name(rule).equals(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                    return rule;
                }
            }
            throw new TypeConversionException(
                    "'" + text + "' is no resize rule; expected " + String.join(", ", new ResizeNames()));
        }
    }

    /** For completion by the shell. */
    static final class ResizeNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(ImageProfile.Resize.values())
                    .map(ImageOptions::name)
                    .iterator();
        }
    }

    private static String name(ImageProfile.Resize rule) {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
