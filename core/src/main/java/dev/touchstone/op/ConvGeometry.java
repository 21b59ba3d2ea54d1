package dev.touchstone.op;

import dev.touchstone.InvalidGraphException;
import dev.touchstone.tensor.Shape;

/**
 * Every number that a convolution of given shapes needs, with paddings resolved (rules C1 to C4).
 *
 * @param n images
 * @param c input channels
 * @param h input height
 * @param w input width
 * @param m output channels
 * @param group input channels of one group, {@code c / groups}
 * @param padding explicit
 * @param dilation as applied: SAME padding resets it to 1
 */
public record ConvGeometry(
        int n,
        int c,
        int h,
        int w,
        int m,
        int groups,
        int group,
        Hw kernel,
        Hw stride,
        Hw dilation,
        Padding padding,
        int outH,
        int outW) {
    static ConvGeometry of(Conv2d conv, Shape x, Shape filter) {
        int c = x.extent(1);
        int m = filter.extent(0);
        boolean divides = c % conv.groups() == 0;
        Attributes.require(
                (long) filter.extent(1) * conv.groups() == c,
                "filter has %s input channels per group, input has %s in %s %s; expected %s%s%s",
                filter.extent(1),
                c,
                conv.groups(),
                conv.groups() == 1 ? "group" : "groups",
                divides ? "" : "a multiple of ",
                divides ? c / conv.groups() : conv.groups(),
                divides ? "" : " channels");
        Attributes.require(
                m % conv.groups() == 0,
                "filter has %s output channels; expected a multiple of the %s groups",
                m,
                conv.groups());
        var kernel = new Hw(filter.extent(2), filter.extent(3));
        boolean same = conv.padding().mode() == Padding.Mode.SAME;
        var dilation = same ? Hw.ONE : conv.dilation();
        var padding = conv.padding().resolve(x.extent(2), x.extent(3), kernel, conv.stride());
        return new ConvGeometry(
                x.extent(0),
                c,
                x.extent(2),
                x.extent(3),
                m,
                conv.groups(),
                filter.extent(1),
                kernel,
                conv.stride(),
                dilation,
                padding,
                extent(
                        "height",
                        x.extent(2),
                        padding.top(),
                        padding.bottom(),
                        kernel.h(),
                        dilation.h(),
                        conv.stride().h()),
                extent(
                        "width",
                        x.extent(3),
                        padding.left(),
                        padding.right(),
                        kernel.w(),
                        dilation.w(),
                        conv.stride().w()));
    }

    /** Rule C3: truncating division, so a kernel larger than the padded input by less than the stride gives one. */
    private static int extent(String axis, int in, int before, int after, int kernel, int dilation, int stride) {
        long reach = (long) dilation * (kernel - 1) + 1;
        long padded = (long) in + before + after;
        long out = (padded - reach) / stride + 1;
        if (out < 1) {
            throw new InvalidGraphException("kernel reaches over " + reach + " of the padded " + axis + " " + padded
                    + "; expected less than " + (padded + stride));
        }
        return out <= Integer.MAX_VALUE ? (int) out : Attributes.extent("output " + axis, out);
    }

    /** True if every group has one input channel. */
    public boolean isDepthwise() {
        return group == 1;
    }
}
