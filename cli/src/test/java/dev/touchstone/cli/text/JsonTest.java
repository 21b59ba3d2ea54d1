package dev.touchstone.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void writesMembersInOrderAndIndented() {
        var json = Json.object()
                .with("name", "x")
                .with("none", (String) null)
                .with("yes", true)
                .with("whole", 3)
                .with("inner", Json.object().with("shape", List.of(1L, 224L), Json::of));

        assertThat(json.toText()).isEqualTo("""
                {
                  "name": "x",
                  "none": null,
                  "yes": true,
                  "whole": 3,
                  "inner": {
                    "shape": [1, 224]
                  }
                }""");
    }

    @Test
    void writesListsOfObjectsOneBelowTheOther() {
        var json =
                Json.object().with("rows", List.of("a", "b"), n -> Json.object().with("n", n));

        assertThat(json.toText()).isEqualTo("""
                {
                  "rows": [
                    {
                      "n": "a"
                    },
                    {
                      "n": "b"
                    }
                  ]
                }""");
    }

    @Test
    void writesNothingBetweenBracketsOfEmptyOnes() {
        assertThat(Json.object().toText()).isEqualTo("{}");
        assertThat(Json.array(List.<String>of(), Json::of).toText()).isEqualTo("[]");
    }

    @Test
    void escapesWhatIsNotPlainAscii() {
        assertThat(Json.of("\"\\\n\r\t\u0001\u00e9\ud83d\ude00").toText())
                .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0001\\u00e9\\ud83d\\ude00\"");
    }

    @Test
    void writesTheShortestDecimalThatGivesANumberBack() {
        assertThat(Json.of(0.1f).toText()).isEqualTo("0.1");
        assertThat(Json.of(0.1).toText()).isEqualTo("0.1");
        assertThat(Json.of(1e-10f).toText()).isEqualTo("1.0E-10");
    }

    @Test
    void quotesNumbersThatJsonDoesNotHave() {
        assertThat(Json.of(Double.NaN).toText()).isEqualTo("\"NaN\"");
        assertThat(Json.of(Float.NEGATIVE_INFINITY).toText()).isEqualTo("\"-Infinity\"");
    }
}
