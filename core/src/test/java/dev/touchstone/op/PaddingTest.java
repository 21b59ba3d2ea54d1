package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaddingTest {
    @Test
    void textIsAsShortAsThePaddingIsRegular() {
        assertThat(Padding.SAME).hasToString("SAME");
        assertThat(Padding.VALID).hasToString("VALID");
        assertThat(Padding.explicit(1, 1, 1, 1)).hasToString("1");
        assertThat(Padding.explicit(0, 1, 0, 1)).hasToString("[0, 1, 0, 1]");
    }

    @Test
    void resolvesToExplicitNumbers() {
        var kernel = new Hw(3, 4);
        var stride = new Hw(2, 1);
        var explicit = Padding.explicit(1, 2, 3, 4);

        assertThat(explicit.resolve(8, 8, kernel, stride)).isEqualTo(explicit);
        assertThat(Padding.VALID.resolve(8, 8, kernel, stride)).isEqualTo(Padding.NONE);
        // height: 4 outputs, (4-1)*2 + 3 - 8 = 1; width: 8 outputs, 7 + 4 - 8 = 3
        assertThat(Padding.SAME.resolve(8, 8, kernel, stride)).isEqualTo(Padding.explicit(0, 1, 1, 2));
    }

    @Test
    void sameNeverOverflows() {
        int most = Integer.MAX_VALUE;
        var padding = Padding.SAME.resolve(1, most, new Hw(most, 1), new Hw(most, most));

        // height: 1 output, 0 + most - 1; width: 1 output, 0 + 1 - most < 0
        assertThat(padding).isEqualTo(Padding.explicit(most / 2, most / 2, 0, 0));
    }
}
