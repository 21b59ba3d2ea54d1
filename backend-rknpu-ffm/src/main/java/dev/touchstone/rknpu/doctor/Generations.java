package dev.touchstone.rknpu.doctor;

import java.util.Optional;
import java.util.regex.Pattern;

/** The driver generations that exist, by the build number that libGAL and the kernel module galcore must share. */
enum Generations {
    G640("6.4.0", "227915", "1.3.1 to 1.4.0", true, false),
    G643("6.4.3", "293908", "1.5.0 to 1.6.1", false, true),
    G646("6.4.6", "351518", "1.7.0 to 1.7.5", false, false);

    /** Why newer Rockchip chips are not for this library. */
    static final String LATER_NPU =
            "its NPU is of the next generation (driver rknpu, library librknnrt), which librknpu_ddk does not know";

    /** {@code $VERSION$6.4.3:293908$} in libGAL.so and in galcore.ko. */
    static final Pattern VERSION = Pattern.compile("\\$VERSION\\$([0-9.]{1,20}):(\\d{1,10})\\$");

    private final String version;
    private final String build;
    private final String runtimes;
    private final boolean wideDdk;
    private final boolean narrowDdk;

    Generations(String version, String build, String runtimes, boolean wideDdk, boolean narrowDdk) {
        this.version = version;
        this.build = build;
        this.runtimes = runtimes;
        this.wideDdk = wideDdk;
        this.narrowDdk = narrowDdk;
    }

    String build() {
        return build;
    }

    /** {@code 6.4.3 build 293908 (librknn_runtime 1.5.0 to 1.6.1)}. */
    String describe() {
        return version + " build " + build + " (librknn_runtime " + runtimes + ")";
    }

    static Optional<Generations> ofBuild(String build) {
        for (var generation : values()) {
            if (generation.build.equals(build)) {
                return Optional.of(generation);
            }
        }
        return Optional.empty();
    }

    /** The one that a folder of the DDK brings: lib64, or lib. */
    static Generations ofDdk(boolean wide) {
        for (var generation : values()) {
            if (wide ? generation.wideDdk : generation.narrowDdk) {
                return generation;
            }
        }
        throw new IllegalStateException("no generation for a DDK");
    }
}
