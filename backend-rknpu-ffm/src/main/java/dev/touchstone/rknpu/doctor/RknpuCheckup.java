package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Checkup;
import dev.touchstone.backend.checkup.Machine;
import dev.touchstone.backend.checkup.Piece;
import java.util.List;
import java.util.stream.Stream;

/** The checks of a board with a Rockchip NPU: chip, libraries, driver, firmware, environment, in order of dependence. */
public final class RknpuCheckup implements Checkup {
    /** Does no work. */
    public RknpuCheckup() {}

    @Override
    public String name() {
        return "rknpu";
    }

    @Override
    public List<Check> checks() {
        return Stream.of(
                        ChipChecks.all(),
                        LibraryChecks.all(),
                        DriverChecks.all(),
                        FirmwareChecks.all(),
                        EnvironmentChecks.all())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Piece> pieces(Machine machine) {
        return Pieces.of(machine);
    }
}
