package dev.touchstone.paddle.source;

import dev.touchstone.model.ModelLimits;

/**
 * What the parameters read so far have used: of {@link ModelLimits#parameterBytes()} as they are stored, and of the
 * Java heap as they are kept, so that a model which cannot fit is refused with advice instead of an
 * {@code OutOfMemoryError}.
 */
public final class ParameterBudget {
    private final Limit parameterBytes;
    private final long heap;
    private long stored;
    private long kept;

    /**
     * A budget of nothing used.
     *
     * @param heap bytes that Java objects may have in all
     */
    public ParameterBudget(ModelLimits limits, long heap) {
        parameterBytes = new Limit("parameterBytes", limits.parameterBytes());
        this.heap = heap;
    }

    /** Called before the memory is allocated. */
    public void take(long storedBytes, long keptBytes, FaultPlace at) {
        stored += storedBytes;
        kept += keptBytes;
        if (!parameterBytes.admits(stored)) {
            throw at.fault(parameterBytes.refusal(stored, "bytes of all parameters"));
        }
        if (kept > heap) {
            throw at.fault("the parameters up to here need " + kept + " bytes, the Java heap has at most " + heap
                    + "; start Java with a larger -Xmx");
        }
    }
}
