/** The backend {@code rknpu}: neural processors of Rockchip, called through the vendor's library. */
@org.jspecify.annotations.NullMarked
module dev.touchstone.backend.rknpu {
    requires transitive dev.touchstone.backend.spi;
    requires static org.jspecify;

    provides dev.touchstone.backend.checkup.Checkup with
            dev.touchstone.rknpu.doctor.RknpuCheckup;
}
