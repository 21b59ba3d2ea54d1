package dev.touchstone.rknpu.ddk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lines as the vendor's libraries write them. */
class BuildLogTest {
    @Test
    void aDroppedNodeIsAnErrorThatNamesItsNumber() {
        var log = new BuildLog("E [rknn_QuantCheck:386]input_scale[1.000000] * weight_scale[1.000000] !="
                + " bias_scale[9.000000]\nE [setup_node:383]Check node[3] CONV_RELU fail\n");
        assertThat(log.errors()).hasSize(2);
        assertThat(log.failedNode()).hasValue(3);
    }

    @Test
    void aLineThatDoesNotEndHidesNothing() {
        var log = new BuildLog("12 RKNPU Setup(60): Unsupport scale, you must update your driver!");
        assertThat(log.errors()).containsExactly("12 RKNPU Setup(60): Unsupport scale, you must update your driver!");
        assertThat(log.failedNode()).isEmpty();
    }

    @Test
    void theComplaintAboutEveryConcatenationIsNoError() {
        var log = new BuildLog("E [op_optimize:402]CONCAT, uid 3 must have same quantize parameter!\n");
        assertThat(log.errors()).isEmpty();
    }

    @Test
    void aCacheFileThatCannotBeWrittenIsNoFaultOfTheNetwork() {
        var log = new BuildLog("""
                9 RKNPU Init(43): Binary Graph Parse init failed: /c/x.nbg does not exist
                9 RKNPU ReSaveCache(373): Init Cache Saver failed
                """);
        assertThat(log.errors()).isEmpty();
    }

    @Test
    void otherLinesAreNoErrors() {
        assertThat(new BuildLog("failed to open /dev/dri/card0\nsome text\n").errors())
                .isEmpty();
    }
}
