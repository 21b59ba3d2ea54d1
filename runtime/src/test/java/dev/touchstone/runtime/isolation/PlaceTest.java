package dev.touchstone.runtime.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PlaceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "in-process",
                "process",
                "ssh:board",
                "ssh:toybrick@192.168.180.8",
                "ssh:toybrick@192.168.180.8:2222/opt/touchstone/touchstone",
                "ssh:root@[fe80::1%eth0]:22",
                "adb",
                "adb:d2f7a1",
                "adb:192.168.1.7:5555/data/touchstone",
                "adb/data/touchstone",
                "command:sh -c x",
            })
    void readsWhatItWrites(String text) {
        assertThat(Place.parse(text)).hasToString(text);
    }

    @Test
    void readsTheParts() {
        assertThat(Place.parse("ssh:me@board:2222/opt/t")).isEqualTo(new Place.Ssh("me@board", 2222, "/opt/t"));
        assertThat(Place.parse("ssh:board")).isEqualTo(new Place.Ssh("board", 0, "touchstone"));
        assertThat(Place.parse("adb:0123")).isEqualTo(new Place.Adb("0123", "touchstone"));
        assertThat(Place.parse("command: ssh -p 2222 'a b' \"c'd\"e  ''"))
                .isEqualTo(new Place.Command(List.of("ssh", "-p", "2222", "a b", "c'de", "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "board | 'board' is no place of a backend; expected in-process, process,"
                        + " ssh:[user@]host[:port][/path/of/touchstone], adb[:serial][/path/of/touchstone] or"
                        + " command:words",
                "ssh: | 'ssh:' is not of the form ssh:[user@]host[:port][/path/of/touchstone]",
                "ssh:-oProxyCommand=x | 'ssh:-oProxyCommand=x' is not of the form"
                        + " ssh:[user@]host[:port][/path/of/touchstone]",
                "ssh:a@-b | 'ssh:a@-b' is not of the form ssh:[user@]host[:port][/path/of/touchstone]",
                "ssh:h:70000 | port 70000 in 'ssh:h:70000' is above 65535",
                "adb:-s | 'adb:-s' is not of the form adb[:serial][/path/of/touchstone]",
                "command: | 'command:' is no command; expected words, with quotes in pairs",
                "command:a 'b | 'command:a 'b' is no command; expected words, with quotes in pairs",
            })
    void saysWhatItExpects(String text, String message) {
        assertThatThrownBy(() -> Place.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
