package dev.touchstone.runtime.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Where a backend runs: what stands behind the {@code @} of {@code rknpu@ssh:user@board}. */
public sealed interface Place {
    /** In the calling program: {@code in-process}. */
    record InProcess() implements Place {
        @Override
        public String toString() {
            return "in-process";
        }
    }

    /** In a Java virtual machine of its own on this machine: {@code process}. */
    record OwnProcess() implements Place {
        @Override
        public String toString() {
            return "process";
        }
    }

    /**
     * On another machine: {@code ssh:[user@]host[:port][/path/of/touchstone]}.
     *
     * @param port 0 for what ssh is configured to use
     * @param touchstone the command there
     */
    record Ssh(String host, int port, String touchstone) implements Place {
        @Override
        public String toString() {
            return "ssh:" + host + (port == 0 ? "" : ":" + port)
                    + (touchstone.equals(DEFAULT_COMMAND) ? "" : touchstone);
        }
    }

    /**
     * On a device at the end of a cable: {@code adb[:serial][/path/of/touchstone]}.
     *
     * @param serial empty for the only one
     * @param touchstone the command there
     */
    record Adb(String serial, String touchstone) implements Place {
        @Override
        public String toString() {
            return "adb" + (serial.isEmpty() ? "" : ":" + serial)
                    + (touchstone.equals(DEFAULT_COMMAND) ? "" : touchstone);
        }
    }

    /** At the end of any command that leads to {@code touchstone host}: {@code command:words}. */
    record Command(List<String> words) implements Place {
        public Command {
            words = List.copyOf(words);
        }

        @Override
        public String toString() {
            return "command:" + String.join(" ", words);
        }
    }

    /** What is run on another machine unless a path is given. */
    String DEFAULT_COMMAND = "touchstone";

    /** A user or host that began with a hyphen would be an option of ssh. */
    Pattern SSH = Pattern.compile(
            "((?:[^@/:\\s-][^@/:\\s]*@)?(?:[^@/:\\s\\[-][^@/:\\s]*|\\[[^@/\\s\\]-][^@/\\s\\]]*]))(?::(\\d{1,5}))?(/\\S+)?");

    /** What places look like, for messages. */
    String FORMS = "in-process, process, ssh:[user@]host[:port][/path/of/touchstone],"
            + " adb[:serial][/path/of/touchstone] or command:words";

    /**
     * Reads a place.
     *
     * @throws IllegalArgumentException saying what is expected
     */
    static Place parse(String text) {
        if (text.equals("in-process")) {
            return new InProcess();
        }
        if (text.equals("process")) {
            return new OwnProcess();
        }
        if (text.startsWith("ssh:")) {
            return ssh(text.substring(4));
        }
        if (text.equals("adb") || text.startsWith("adb:") || text.startsWith("adb/")) {
            return adb(text.substring(3));
        }
        if (text.startsWith("command:")) {
            return new Command(words(text.substring(8)));
        }
        throw new IllegalArgumentException("'" + text + "' is no place of a backend; expected " + FORMS);
    }

    private static Place ssh(String text) {
        var match = SSH.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "'ssh:" + text + "' is not of the form ssh:[user@]host[:port][/path/of/touchstone]");
        }
        int port = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
        if (port > 65535) {
            throw new IllegalArgumentException("port " + port + " in 'ssh:" + text + "' is above 65535");
        }
        return new Ssh(match.group(1), port, match.group(3) == null ? DEFAULT_COMMAND : match.group(3));
    }

    private static Place adb(String text) {
        var match = Pattern.compile("(?::([^/\\s-][^/\\s]*))?(/\\S+)?").matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "'adb" + text + "' is not of the form adb[:serial][/path/of/touchstone]");
        }
        return new Adb(
                match.group(1) == null ? "" : match.group(1),
                match.group(2) == null ? DEFAULT_COMMAND : match.group(2));
    }

    /** Words as a shell would see them: separated by blanks, which quotes keep together. */
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var match = Pattern.compile("\\s*((?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+)").matcher(text);
        int end = 0;
        while (match.find() && match.start() == end) {
            words.add(match.group(1).replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"));
            end = match.end();
        }
        if (words.isEmpty() || !text.substring(end).isBlank()) {
            throw new IllegalArgumentException(
                    "'command:" + text + "' is no command; expected words, with quotes in pairs");
        }
        return words;
    }
}
