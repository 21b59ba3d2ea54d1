package dev.touchstone.quantization;

import dev.touchstone.model.ModelLimits;
import dev.touchstone.paddle.PaddlePrograms;
import dev.touchstone.paddle.program.Program;
import dev.touchstone.pass.Precision;
import dev.touchstone.runtime.Session;
import dev.touchstone.runtime.SessionOptions;
import dev.touchstone.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The small Fashion-MNIST classifier with its calibration and test images. */
final class Fashion {
    private static final int PIXELS = 28 * 28;

    private Fashion() {}

    static Program program() {
        return PaddlePrograms.read(TestData.path("fashion/model_fp32"), Optional.empty(), ModelLimits.defaults());
    }

    /** 100 calibration images in batches. */
    static CalibrationData calibration(int batchSize) {
        return CalibrationData.of(batches("fashion/calibration_images.npy", 100, batchSize));
    }

    /** Images in batches, as the network takes them. */
    static List<Tensor> batches(String file, int images, int batchSize) {
        byte[] pixels = TestData.bytes(file);
        var batches = new ArrayList<Tensor>();
        for (int from = 0; from < images; from += batchSize) {
            int count = Math.min(batchSize, images - from);
            float[] values = new float[count * PIXELS];
            for (int i = 0; i < values.length; i++) {
                values[i] = ((pixels[from * PIXELS + i] & 0xff) / 255f - 0.2860f) / 0.3530f;
            }
            batches.add(Tensor.of(values, count, 1, 28, 28));
        }
        return batches;
    }

    /** Part of the 500 test images that a program classifies right. */
    static double accuracy(Program program, Precision precision) {
        byte[] labels = TestData.bytes("fashion/test_labels.npy");
        var images = batches("fashion/test_images.npy", 500, 50);
        var options = SessionOptions.defaults().withPrecision(precision).withBackends("reference");
        int right = 0;
        int index = 0;
        try (var session = Session.open(PaddlePrograms.model(program, Optional.empty()), options)) {
            for (var batch : images) {
                float[] scores = session.run(batch).first().toFloats();
                for (int i = 0; i < scores.length / 10; i++) {
                    right += best(Arrays.copyOfRange(scores, i * 10, i * 10 + 10)) == labels[index++] ? 1 : 0;
                }
            }
        }
        return right / 500.0;
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }
}
