package dev.touchstone.runtime.doctor;

import dev.touchstone.backend.checkup.Check;
import dev.touchstone.backend.checkup.Checkup;
import dev.touchstone.backend.checkup.Finding;
import dev.touchstone.backend.checkup.Machine;
import dev.touchstone.backend.checkup.Piece;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What matters to every backend: Java and its access to native code, memory, the clock of the processor. */
final class GeneralCheckup implements Checkup {
    private static final String GOVERNOR = "/sys/devices/system/cpu/cpufreq/policy0/scaling_governor";

    /** A virtual machine of its own, a model and its buffers. */
    private static final long LITTLE_MEMORY_KB = 128 << 10;

    @Override
    public String name() {
        return "general";
    }

    @Override
    public List<Check> checks() {
        return List.of(
                new Check("java", "Java that can call native libraries", GeneralCheckup::java),
                new Check("memory", "memory that is free", GeneralCheckup::memory),
                new Check("cpu-governor", "clock of the processor", GeneralCheckup::governor));
    }

    private static Finding java(Machine machine) {
        return machine.isHere() ? runningJava() : installedJava(machine);
    }

    private static Finding runningJava() {
        var found = "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ") in "
                + System.getProperty("java.home");
        try {
            var linker = Linker.nativeLinker();
            var labs = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("abs"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            int seven = (int) labs.invokeExact(-7);
            if (seven != 7) {
                throw new IllegalStateException("abs(-7) is " + seven);
            }
        } catch (Throwable e) { // Anything: the finding is that it does not work.
            return Finding.wrong(
                    found + "; calling native code failed: " + e,
                    "a JDK 25 or newer whose linker works on this machine",
                    installJava());
        }
        return Finding.ok(found + "; native calls work");
    }

    private static String installJava() {
        return "apt install openjdk-25-jre-headless (Debian 13), or unpack a JDK 25 and set JAVA_HOME to it";
    }

    /** A JDK says in a file of its own what it is. */
    private static Finding installedJava(Machine machine) {
        var found = new ArrayList<String>();
        int newest = 0;
        for (var directory : List.of("/usr/lib/jvm", "/opt")) {
            for (var name : machine.list(directory)) {
                var path = directory + "/" + name;
                var version = machine.text(path + "/release").flatMap(GeneralCheckup::version);
                if (version.isPresent()) {
                    found.add("Java " + version.get() + " in " + path);
                    newest = Math.max(newest, major(version.get()));
                }
            }
        }
        if (newest >= 25) {
            return Finding.ok(String.join(", ", found));
        }
        return Finding.wrong(
                found.isEmpty() ? "no Java in /usr/lib/jvm or /opt" : String.join(", ", found),
                "a JDK 25 or newer",
                installJava());
    }

    private static Optional<String> version(String release) {
        var match = Pattern.compile("(?m)^JAVA_VERSION=\"([^\"]{1,40})\"").matcher(release);
        return match.find() ? Optional.of(match.group(1)) : Optional.empty();
    }

    private static int major(String version) {
        var match = Pattern.compile("\\d{1,4}").matcher(version);
        return match.lookingAt() ? Integer.parseInt(match.group()) : 0;
    }

    private static Finding memory(Machine machine) {
        var match = Pattern.compile("(?m)^MemAvailable:\\s+(\\d{1,15}) kB")
                .matcher(machine.text("/proc/meminfo").orElse(""));
        if (!match.find()) {
            return Finding.cannotTell("/proc/meminfo says nothing of available memory", "");
        }
        long kilobytes = Long.parseLong(match.group(1));
        var found = (kilobytes >> 10) + " MB are available";
        return kilobytes >= LITTLE_MEMORY_KB
                ? Finding.ok(found)
                : Finding.wrong(
                        found,
                        (LITTLE_MEMORY_KB >> 10) + " MB or more for Java, a model and its buffers",
                        "end what takes memory (ps aux --sort=-rss | head), or limit Java with"
                                + " TOUCHSTONE_JAVA_OPTIONS=-Xmx64m");
    }

    private static Finding governor(Machine machine) {
        var governor = machine.text(GOVERNOR);
        if (governor.isEmpty()) {
            return Finding.cannotTell("no " + GOVERNOR, "");
        }
        return switch (governor.get()) {
            case "performance", "userspace", "schedutil", "ondemand", "interactive" ->
                Finding.ok("governor " + governor.get()
                        + (governor.get().equals("performance") ? "" : "; for measurements: performance"));
            default ->
                Finding.wrong(
                        "governor " + governor.get(),
                        "performance, or one that raises the clock when there is work",
                        "echo performance > " + GOVERNOR);
        };
    }

    @Override
    public List<Piece> pieces(Machine machine) {
        var pieces = new ArrayList<Piece>();
        machine.text("/proc/sys/kernel/osrelease").ifPresent(v -> pieces.add(new Piece("kernel", "", v)));
        if (machine.isHere()) {
            pieces.add(new Piece(
                    "Java", System.getProperty("java.home"), Runtime.version().toString()));
        }
        return pieces;
    }
}
