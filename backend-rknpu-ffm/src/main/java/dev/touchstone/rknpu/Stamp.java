package dev.touchstone.rknpu;

import dev.touchstone.TouchstoneVersion;
import dev.touchstone.rknpu.ddk.DdkLibrary;
import dev.touchstone.rknpu.ddk.Precision;
import dev.touchstone.rknpu.mapping.DeviceNetwork;
import dev.touchstone.rknpu.mapping.DeviceTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a compiled network depends on. The vendor's files say nothing of it.
 *
 * @param network hash of operators, attributes, shapes, scales and constants
 * @param touchstone version of this project
 * @param library hash of the library's file, which is the only sure sign of its version, and what it says of itself
 * @param chip from the device tree, or {@code unknown}
 */
record Stamp(String network, String touchstone, String library, String chip) {
    private static final Path DEVICE_TREE = Path.of("/proc/device-tree/compatible");

    static Stamp of(DeviceNetwork network, Precision representation, DdkLibrary library, Path file) {
        try {
            var chip = Files.isReadable(DEVICE_TREE)
                    ? Files.readString(DEVICE_TREE, StandardCharsets.UTF_8)
                            .replace('\0', ' ')
                            .strip()
                    : "unknown";
            return new Stamp(
                    hash(network, representation),
                    TouchstoneVersion.number(),
                    hex(sha256().digest(Files.readAllBytes(file))) + " "
                            + library.version().orElse("unknown"),
                    chip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(DeviceNetwork network, Precision representation) {
        var digest = sha256();
        digest.update(representation.name().getBytes(StandardCharsets.UTF_8));
        network.tensors().forEach(t -> update(digest, t));
        for (var operator : network.operators()) {
            var text = new StringBuilder(operator.type() + " " + operator.attr() + " "
                    + operator.output().id());
            operator.inputs().forEach(i -> text.append(' ').append(i.id()));
            digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        network.inputs().forEach(i -> digest.update(("in " + i.tensor().id()).getBytes(StandardCharsets.UTF_8)));
        network.outputs().forEach(o -> digest.update(("out " + o.tensor().id()).getBytes(StandardCharsets.UTF_8)));
        return hex(digest.digest());
    }

    private static void update(MessageDigest digest, DeviceTensor tensor) {
        digest.update((tensor.shape() + " " + Float.toHexString(tensor.scale())).getBytes(StandardCharsets.UTF_8));
        if (tensor.codes() != null) {
            digest.update(tensor.codes());
        }
        if (tensor.bias() != null) {
            var bytes = ByteBuffer.allocate(4 * tensor.bias().length);
            bytes.asIntBuffer().put(tensor.bias());
            digest.update(bytes.array());
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
