package dev.touchstone.arm;

import dev.touchstone.arm.kernel.Kernel;
import dev.touchstone.arm.machine.At;
import dev.touchstone.arm.machine.DotProduct;
import dev.touchstone.arm.machine.Machine;
import dev.touchstone.arm.machine.Reg;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A machine with one wrong instruction, in kernels of one class: behind each call of a method that computes numbers, a
 * further instruction changes the result. Addresses and counts stay right, so that the code stays within its memory.
 */
final class WrongMachine {
    /** Methods that compute no numbers, or zeros alone. */
    private static final Set<String> LEFT_ALONE = Set.of(
            "zero",
            "interleave",
            "begin",
            "move",
            "set",
            "add",
            "address",
            "loadInt",
            "save",
            "restore",
            "sub",
            "scratch");

    private final Class<? extends Kernel> kernel;
    private final String instruction;
    private final Set<String> used = new TreeSet<>();

    /**
     * A machine that is wrong in one thing.
     *
     * @param kernel in whose code
     * @param instruction whose results are wrong: the name of a method of {@link Machine} or {@link DotProduct}; empty for
     *     none
     */
    WrongMachine(Class<? extends Kernel> kernel, String instruction) {
        this.kernel = kernel;
        this.instruction = instruction;
    }

    /** The instructions of the kernel that can be wrong, once it has been emitted. */
    Set<String> used() {
        return used;
    }

    Machine around(Machine machine) {
        return (Machine) Proxy.newProxyInstance(
                Machine.class.getClassLoader(), new Class<?>[] {Machine.class}, (proxy, method, arguments) -> {
                    var result = invoke(machine, method, arguments);
                    spoil(machine, method, arguments);
                    return switch (result) {
                        case Machine other -> around(other);
                        case DotProduct product -> around(product, machine);
                        case null, default -> result;
                    };
                });
    }

    private DotProduct around(DotProduct product, Machine machine) {
        return (DotProduct) Proxy.newProxyInstance(
                DotProduct.class.getClassLoader(), new Class<?>[] {DotProduct.class}, (proxy, method, arguments) -> {
                    var result = invoke(product, method, arguments);
                    spoil(machine, method, arguments);
                    return result;
                });
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void spoil(Machine machine, Method method, Object @Nullable [] arguments) {
        var name = method.getName();
        if (method.getReturnType() != void.class || arguments == null || arguments.length == 0 || !isInKernel()) {
            return;
        }
        boolean wrong = name.equals(instruction);
        switch (arguments[0]) {
            case Integer register
            when name.equals("sub") || !LEFT_ALONE.contains(name) -> {
                used.add(name);
                if (wrong) {
                    machine.addInt(register, register, register);
                }
            }
            case Reg register
            when List.of("loadByte", "doubleToInt").contains(name) -> {
                used.add(name);
                if (wrong) {
                    machine.add(register, 1);
                }
            }
            case At to
            when name.equals("copy") -> {
                used.add(name);
                if (wrong) {
                    var t = (Reg) arguments[3];
                    machine.loadByte(t, to);
                    machine.add(t, 1);
                    machine.storeByte(to, t);
                }
            }
            default -> {}
        }
    }

    private boolean isInKernel() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == kernel));
    }
}
