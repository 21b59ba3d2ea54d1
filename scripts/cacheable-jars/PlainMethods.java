import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces the dynamic calls of one class that decide a switch over types or are the {@code equals}, {@code hashCode} and
 * {@code toString} of a record by calls of private methods that do what the JDK's {@code SwitchBootstraps} and
 * {@code ObjectMethods} say.
 */
final class PlainMethods implements CodeTransform {
    private static final ClassDesc SWITCH_BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final ClassDesc OBJECT_METHODS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final MethodTypeDesc SWITCH =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object, ConstantDescs.CD_int);

    /** A method to come. */
    private record Added(String name, MethodTypeDesc type, InvokeDynamicInstruction call) {}

    private final ClassModel model;
    private final List<Added> added = new ArrayList<>();

    PlainMethods(ClassModel model) {
        this.model = model;
    }

    /** Whether a class has such calls. */
    static boolean isWantedFor(ClassModel model) {
        return model.methods().stream()
                .flatMap(m -> m.code().stream())
                .flatMap(c -> c.elementStream())
                .anyMatch(e -> isTypeSwitch(e) || isRecordMethod(e));
    }

    /** Whether this is a switch over objects all of whose labels are types. */
    private static boolean isTypeSwitch(CodeElement element) {
        return element instanceof InvokeDynamicInstruction call
                && call.bootstrapMethod().owner().equals(SWITCH_BOOTSTRAPS)
                && call.bootstrapMethod().methodName().equals("typeSwitch")
                && !call.typeSymbol().parameterType(0).isPrimitive()
                && call.bootstrapArgs().stream().allMatch(a -> a instanceof ClassDesc label && !label.isPrimitive());
    }

    private static boolean isRecordMethod(CodeElement element) {
        return element instanceof InvokeDynamicInstruction call
                && call.bootstrapMethod().owner().equals(OBJECT_METHODS);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        if (isTypeSwitch(element)) {
            call(code, (InvokeDynamicInstruction) element, SWITCH);
        } else if (isRecordMethod(element)) {
            var dynamic = (InvokeDynamicInstruction) element;
            call(code, dynamic, dynamic.typeSymbol());
        } else {
            code.with(element);
        }
    }

    private void call(CodeBuilder code, InvokeDynamicInstruction dynamic, MethodTypeDesc type) {
        var name = dynamic.name().stringValue() + "$" + added.size();
        added.add(new Added(name, type, dynamic));
        code.invokestatic(
                model.thisClass().asSymbol(), name, type, model.flags().has(AccessFlag.INTERFACE));
    }

    /** Adds the methods that are called. */
    void addTo(ClassBuilder builder) {
        for (var method : added) {
            builder.withMethodBody(
                    method.name(),
                    method.type(),
                    ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                    code -> {
                        if (isTypeSwitch(method.call())) {
                            typeSwitch(code, method.call());
                        } else {
                            new RecordMethod(code, method.call()).write();
                        }
                    });
        }
    }

    /** The index of the first label from the given one on that fits; -1 for null; behind the last if none fits. */
    private static void typeSwitch(CodeBuilder code, InvokeDynamicInstruction call) {
        var labels = call.bootstrapArgs();
        var present = code.newLabel();
        code.aload(0).ifnonnull(present).loadConstant(-1).ireturn().labelBinding(present);
        for (int i = 0; i < labels.size(); i++) {
            var next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            code.aload(0).instanceOf((ClassDesc) labels.get(i)).ifeq(next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }
}
