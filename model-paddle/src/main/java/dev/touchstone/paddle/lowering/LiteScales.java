package dev.touchstone.paddle.lowering;

import dev.touchstone.tensor.DataType;
import dev.touchstone.tensor.Tensor;
import dev.touchstone.tensor.TensorType;
import java.util.List;

/** The scales that Paddle Lite writes into attributes: steps, where Paddle's own operators have thresholds. */
final class LiteScales {
    private static final double RANGE = 127;

    private LiteScales() {}

    /**
     * The threshold of which a step is the 127th part. Paddle Lite divided a threshold; of the numbers near the product
     * the one is taken that gives the step again, if there is one.
     */
    static float threshold(float step) {
        float product = (float) (step * RANGE);
        for (float candidate : new float[] {product, Math.nextUp(product), Math.nextDown(product)}) {
            if ((float) (candidate / RANGE) == step) {
                return candidate;
            }
        }
        return product;
    }

    static boolean isInteger(Tensor stored) {
        return stored.type().dataType() == DataType.INT8 || stored.type().dataType() == DataType.INT32;
    }

    /** Stored integers as the float32 numbers that they are. */
    static Tensor floats(Tensor stored) {
        var values = new float[stored.shape().elements()];
        if (stored.type().dataType() == DataType.INT8) {
            var bytes = stored.toBytes();
            for (int i = 0; i < values.length; i++) {
                values[i] = bytes[i];
            }
        } else {
            var ints = stored.toInts();
            for (int i = 0; i < values.length; i++) {
                values[i] = ints[i];
            }
        }
        return Tensor.of(TensorType.float32(stored.shape()), values);
    }

    static float[] array(List<Float> values) {
        var array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
