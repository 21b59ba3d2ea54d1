import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_char;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_short;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Set;

/** Writes the {@code equals}, {@code hashCode} or {@code toString} of a record as {@code ObjectMethods} would link it. */
final class RecordMethod {
    private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final Set<ClassDesc> SMALL = Set.of(CD_boolean, CD_byte, CD_char, CD_short, CD_int);

    private final CodeBuilder code;
    private final String method;
    private final ClassDesc owner;
    private final String[] names;
    private final List<DirectMethodHandleDesc> fields;

    RecordMethod(CodeBuilder code, InvokeDynamicInstruction call) {
        this.code = code;
        method = call.name().stringValue();
        var arguments = call.bootstrapArgs();
        owner = (ClassDesc) arguments.get(0);
        names = ((String) arguments.get(1)).split(";");
        fields = arguments.subList(2, arguments.size()).stream()
                .map(a -> (DirectMethodHandleDesc) a)
                .toList();
    }

    void write() {
        switch (method) {
            case "equals" -> equality();
            case "hashCode" -> hash();
            case "toString" -> text();
            default -> throw new IllegalArgumentException(owner.displayName() + ": no record has a method " + method);
        }
    }

    private ClassDesc type(int field) {
        return fields.get(field).invocationType().returnType();
    }

    /** Puts the field of the record in a local variable on the stack. */
    private void load(int variable, int field) {
        code.aload(variable).getfield(owner, fields.get(field).methodName(), type(field));
    }

    private void equality() {
        var same = code.newLabel();
        var other = code.newLabel();
        code.aload(0).aload(1).if_acmpeq(same);
        code.aload(1).instanceOf(owner).ifeq(other);
        code.aload(1).checkcast(owner).astore(2);
        for (int i = 0; i < fields.size(); i++) {
            load(0, i);
            load(2, i);
            goUnlessEqual(type(i), other);
        }
        code.labelBinding(same).iconst_1().ireturn();
        code.labelBinding(other).iconst_0().ireturn();
    }

    private void goUnlessEqual(ClassDesc type, Label other) {
        if (!type.isPrimitive()) {
            code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
                    .ifeq(other);
        } else if (SMALL.contains(type)) {
            code.if_icmpne(other);
        } else {
            code.invokestatic(box(type), "compare", MethodTypeDesc.of(CD_int, type, type))
                    .ifne(other);
        }
    }

    private void hash() {
        code.iconst_0();
        for (int i = 0; i < fields.size(); i++) {
            code.loadConstant(31).imul();
            load(0, i);
            if (type(i).isPrimitive()) {
                code.invokestatic(box(type(i)), "hashCode", MethodTypeDesc.of(CD_int, type(i)));
            } else {
                code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
            }
            code.iadd();
        }
        code.ireturn();
    }

    private void text() {
        code.new_(BUILDER).dup().invokespecial(BUILDER, "<init>", MethodTypeDesc.ofDescriptor("()V"));
        code.loadConstant(owner).invokevirtual(CD_Class, "getSimpleName", MethodTypeDesc.of(CD_String));
        append(CD_String);
        for (int i = 0; i < fields.size(); i++) {
            code.loadConstant((i == 0 ? "[" : ", ") + names[i] + "=");
            append(CD_String);
            load(0, i);
            if (type(i).isPrimitive()) {
                code.invokestatic(box(type(i)), "toString", MethodTypeDesc.of(CD_String, type(i)));
            } else {
                code.invokestatic(CD_String, "valueOf", MethodTypeDesc.of(CD_String, CD_Object));
            }
            append(CD_String);
        }
        code.loadConstant(fields.isEmpty() ? "[]" : "]");
        append(CD_String);
        code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(CD_String)).areturn();
    }

    private void append(ClassDesc type) {
        code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, type));
    }

    private static ClassDesc box(ClassDesc primitive) {
        var name = primitive.displayName();
        return ClassDesc.of("java.lang."
                + switch (name) {
                    case "int" -> "Integer";
                    case "char" -> "Character";
                    default -> Character.toUpperCase(name.charAt(0)) + name.substring(1);
                });
    }
}
