package dev.touchstone.rknpu.doctor;

/** Bytes that are no ELF file, or a damaged one. */
final class ElfFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    ElfFormatException(String what) {
        super(what);
    }
}
