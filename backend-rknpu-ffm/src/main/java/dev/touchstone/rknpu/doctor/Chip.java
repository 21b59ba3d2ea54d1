package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Machine;
import java.util.List;
import java.util.Optional;

/** The chips that the vendor's library is made for, and what each needs. */
enum Chip {
    RK1808("rockchip,rk1808", true),
    RK1806("rockchip,rk1806", false),
    RV1126("rockchip,rv1126", false),
    RV1109("rockchip,rv1109", false);

    /** Device tree names of chips that look alike and are none of them, and why. */
    private static final List<Refusal> REFUSED = List.of(
            new Refusal(
                    "rk3399pro",
                    "the NPU of an RK3399Pro is a system of its own behind PCIe or USB, which librknpu_ddk does not reach"),
            new Refusal("rk356", Generations.LATER_NPU),
            new Refusal("rk3588", Generations.LATER_NPU),
            new Refusal("rk3576", Generations.LATER_NPU),
            new Refusal("rv1103", Generations.LATER_NPU),
            new Refusal("rv1106", Generations.LATER_NPU));

    private record Refusal(String name, String reason) {}

    private final String compatible;
    private final boolean wide;

    Chip(String compatible, boolean wide) {
        this.compatible = compatible;
        this.wide = wide;
    }

    /** Whether its programs are 64-bit ones. */
    boolean isWide() {
        return wide;
    }

    /** The folder of the DDK that is for it. */
    String folder() {
        return wide ? "lib64" : "lib";
    }

    /** The entries of the device tree's root, most special first; none if there is no device tree. */
    static List<String> compatible(Machine machine) {
        return machine.text("/proc/device-tree/compatible")
                .or(() -> machine.text("/sys/firmware/devicetree/base/compatible"))
                .map(t -> List.of(t.split("\0", -1)).stream()
                        .map(String::strip)
                        .filter(e -> !e.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** The chip that a device tree names; the first entry that matches counts, which is the most special one. */
    static Optional<Chip> of(List<String> compatible) {
        for (var entry : compatible) {
            for (var chip : values()) {
                if (entry.equals(chip.compatible) || entry.startsWith(chip.compatible + "-")) {
                    return Optional.of(chip);
                }
            }
        }
        return Optional.empty();
    }

    /** Why a device tree is that of no chip of these, where that is known. */
    static Optional<String> refusal(List<String> compatible) {
        return REFUSED.stream()
                .filter(r -> compatible.stream().anyMatch(e -> e.contains(r.name)))
                .map(Refusal::reason)
                .findFirst();
    }
}
