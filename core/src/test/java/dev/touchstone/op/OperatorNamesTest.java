package dev.touchstone.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorNamesTest {
    @ParameterizedTest
    @CsvSource({
        "Conv2d, conv2d",
        "PNorm, p_norm",
        "L2Norm, l2_norm",
        "MatMul, mat_mul",
        "ShapeOf, shape_of",
        "MaxPool2dWithIndex, max_pool2d_with_index",
        "ABCDef, abc_def"
    })
    void writesWordsApart(String record, String name) {
        assertThat(OperatorNames.snakeCase(record)).isEqualTo(name);
    }

    @Test
    void namesAnOperatorAfterItsRecord() {
        assertThat(new Softmax(-1).name()).isEqualTo("softmax");
        assertThat(Operator.name(MaxPool2dWithIndex.class)).isEqualTo("max_pool2d_with_index");
    }
}
