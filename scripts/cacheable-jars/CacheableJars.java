import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars in a form that the JDK's ahead-of-time cache can hold whole, so that nothing of them is verified, linked or
 * spun at the start. The arguments: a directory for the copies, and the jars. Classes mean the same in both forms:
 *
 * <ul>
 *   <li>Class files older than Java 6 (picocli's are for Java 5) have no stack maps; the cache leaves such classes out, and
 *       JDK 25.0.3 crashes while it writes the cache where a newer class implements one of their interfaces. They become
 *       class files of Java 8.
 *   <li>A switch over types and a record's own methods are linked at their first use by spinning classes, which the cache
 *       does not keep. They become plain methods ({@link PlainMethods}).
 * </ul>
 *
 * <p>Runs from source, with a JDK alone: {@code java scripts/cacheable-jars/CacheableJars.java DIRECTORY JAR...}
 */
final class CacheableJars {
    private final List<JarFile> jars = new ArrayList<>();
    private final ClassFile classFile;

    private CacheableJars(List<String> names) throws IOException {
        // Stack maps need to know which types are interfaces and what extends what.
        var types = ClassHierarchyResolver.defaultResolver();
        for (var name : names) {
            var jar = new JarFile(name);
            jars.add(jar);
            types = types.orElse(ClassHierarchyResolver.ofResourceParsing(type -> open(jar, type)));
        }
        classFile = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(types.cached()),
                // Code is only gone through, and gets stack maps, if it cannot be copied.
                ClassFile.ConstantPoolSharingOption.NEW_POOL);
    }

    /** Copies. */
    public static void main(String... arguments) throws IOException {
        var directory = Path.of(arguments[0]);
        var all = new CacheableJars(List.of(arguments).subList(1, arguments.length));
        for (var jar : all.jars) {
            all.copy(jar, directory.resolve(Path.of(jar.getName()).getFileName()));
        }
    }

    private static InputStream open(JarFile jar, ClassDesc type) {
        var descriptor = type.descriptorString();
        var entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(JarFile jar, Path target) throws IOException {
        try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
            for (var entry : Collections.list(jar.entries())) {
                byte[] content;
                try (var in = jar.getInputStream(entry)) {
                    content = in.readAllBytes();
                }
                var name = entry.getName();
                var copy = new ZipEntry(name);
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                boolean isType = name.endsWith(".class") && !name.endsWith("-info.class");
                out.write(isType ? plain(content) : content);
                out.closeEntry();
            }
        }
    }

    private byte[] plain(byte[] content) {
        var model = classFile.parse(content);
        boolean old = model.majorVersion() < ClassFile.JAVA_6_VERSION;
        if (!old && !PlainMethods.isWantedFor(model)) {
            return content;
        }
        var methods = new PlainMethods(model);
        return classFile.transformClass(
                model,
                ClassTransform.transformingMethodBodies(methods)
                        .andThen(ClassTransform.endHandler(methods::addTo))
                        .andThen((builder, element) -> {
                            if (old && element instanceof ClassFileVersion) {
                                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
                            } else {
                                builder.with(element);
                            }
                        }));
    }
}
