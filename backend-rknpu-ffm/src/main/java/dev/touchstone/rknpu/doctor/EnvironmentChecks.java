package dev.touchstone.rknpu.doctor;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What else changes how the library behaves. */
final class EnvironmentChecks {
    private static final String NPU_CLOCK = "/sys/class/devfreq/ffbc0000.npu";

    private EnvironmentChecks() {}

    static List<Check> all() {
        return List.of(
                new Check("log-level", "log levels that let failures be seen", EnvironmentChecks::logLevel),
                new Check("vendor-variables", "vendor's debug variables", EnvironmentChecks::vendorVariables),
                new Check("shader-headers", "header for the operators that run as shaders", EnvironmentChecks::headers),
                new Check("npu-clock", "clock of the NPU", EnvironmentChecks::clock),
                new Check("rknn-server", "other users of the NPU", EnvironmentChecks::server));
    }

    private static Finding logLevel(Machine machine) {
        var hiding = new ArrayList<String>();
        var environment = new TreeMap<>(machine.environment());
        environment.forEach((name, value) -> {
            var text = value.strip();
            if ((name.equals("RKNPU_LOGLEVEL") && text.startsWith("-"))
                    || ((name.equals("VSI_NN_LOG_LEVEL") || name.equals("RKNN_LOG_LEVEL")) && text.equals("0"))) {
                hiding.add(name + "=" + text);
            }
        });
        return hiding.isEmpty()
                ? Finding.ok(machine.isHere() ? "none hides errors" : "nothing is known of the environment")
                : Finding.wrong(
                        String.join(", ", hiding) + " hides that operators are dropped",
                        "levels at which errors are printed",
                        "unset "
                                + hiding.stream()
                                        .map(h -> h.substring(0, h.indexOf('=')))
                                        .collect(Collectors.joining(" ")));
    }

    private static Finding vendorVariables(Machine machine) {
        var set = new TreeMap<>(machine.environment())
                .keySet().stream()
                        .filter(n -> n.startsWith("VIV_")
                                || n.equals("CNN_PERF")
                                || n.equals("VX_EXTENSION_LIBS")
                                || n.equals("VSI_NN_ENABLE_CPU_BACKEND"))
                        .toList();
        return set.isEmpty()
                ? Finding.ok("none is set")
                : Finding.wrong(
                        String.join(", ", set) + " changes how the driver works",
                        "none of them",
                        "unset " + String.join(" ", set));
    }

    private static Finding headers(Machine machine) {
        if (machine.has("/tmp/cl_viv_vx_ext.h")) {
            return Finding.ok("/tmp/cl_viv_vx_ext.h");
        }
        if (machine.has("/usr/lib/cl_viv_vx_ext.h")) {
            return machine.isHere()
                    ? Finding.wrong(
                            "/usr/lib/cl_viv_vx_ext.h is not in /tmp, where the compiler of shaders looks for it",
                            "/tmp/cl_viv_vx_ext.h, for maximum, clip, slice and a few others",
                            "cp /usr/lib/cl_*.h /tmp/")
                    : Finding.ok("/usr/lib/cl_viv_vx_ext.h, which the start script copies to /tmp");
        }
        return Finding.cannotTell(
                "no cl_viv_vx_ext.h in /usr/lib or /tmp; it matters to maximum, clip, slice and a few others", "");
    }

    private static Finding clock(Machine machine) {
        var governor = machine.text(NPU_CLOCK + "/governor");
        if (governor.isEmpty()) {
            return Finding.cannotTell("no " + NPU_CLOCK, "");
        }
        var now = machine.text(NPU_CLOCK + "/cur_freq").orElse("");
        var most = machine.text(NPU_CLOCK + "/max_freq").orElse("");
        var found = "governor " + governor.get() + ", " + megahertz(now) + " of " + megahertz(most);
        return governor.get().equals("powersave")
                        || (governor.get().equals("userspace") && !now.isEmpty() && !now.equals(most))
                ? Finding.wrong(
                        found,
                        "the highest frequency",
                        "echo userspace > " + NPU_CLOCK + "/governor; cat " + NPU_CLOCK + "/max_freq > " + NPU_CLOCK
                                + "/userspace/set_freq")
                : Finding.ok(found);
    }

    private static String megahertz(String hertz) {
        return hertz.matches("\\d{7,12}") ? Long.parseLong(hertz) / 1_000_000 + " MHz" : "unknown frequency";
    }

    private static Finding server(Machine machine) {
        boolean running = machine.list("/proc").stream()
                .filter(n -> n.matches("\\d{1,8}"))
                .anyMatch(n -> machine.text("/proc/" + n + "/comm").orElse("").equals("rknn_server"));
        return Finding.ok(
                running ? "rknn_server is running, which is usual and shares the NPU's memory" : "none is running");
    }
}
