package dev.touchstone.rknpu.ddk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The names that C++ compilers give to the functions of the vendor's headers. */
final class DdkNames {
    /** {@code size_t} is {@code unsigned long} on 64 bits and {@code unsigned int} on 32. */
    private static final char SIZE = Words.SIZE == 8 ? 'm' : 'j';

    private static final String GRAPH = "_ZN2rk2nn5Graph";
    private static final String EXECTION = "_ZN2rk2nn8Exection";
    private static final String STRING = "NSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE";

    static final String GRAPH_CONSTRUCTOR = GRAPH + "C1Ev";
    static final String GRAPH_DESTRUCTOR = GRAPH + "D1Ev";
    static final String ADD_OPERATOR =
            GRAPH + "11AddOperatorENS0_12OperatorTypeESt6vectorISt10shared_ptrINS0_6TensorEESaIS6_EES8_Pv" + STRING;
    static final String CREATE_TENSOR = GRAPH + "12CreateTensorESt10shared_ptrINS0_10TensorAttrEEPv";
    static final String SET_INPUTS_OUTPUTS =
            GRAPH + "16SetInputsOutputsESt6vectorISt10shared_ptrINS0_6TensorEESaIS5_EES7_";
    static final String GET_INPUT_TENSORS_ATTR = GRAPH + "19GetInputTensorsAttrEv";
    static final String GET_OUTPUT_TENSORS_ATTR = GRAPH + "20GetOutputTensorsAttrEv";
    static final String ENABLE_CREATE_CACHE = GRAPH + "17EnableCreateCacheE" + STRING;
    static final String LOAD_CACHE = GRAPH + "9LoadCacheEPKc" + SIZE;
    static final String EXECTION_CONSTRUCTOR = EXECTION + "C1EPNS0_5GraphE";
    static final String EXECTION_DESTRUCTOR = EXECTION + "D1Ev";
    static final String BUILD = EXECTION + "5BuildEv";
    static final String SET_INPUTS = EXECTION + "9SetInputsESt6vectorINS0_9InputInfoESaIS3_EE";
    static final String RUN = EXECTION + "3RunEv";
    static final String GET_OUTPUTS = EXECTION + "10GetOutputsESt6vectorINS0_10OutputInfoESaIS3_EE";

    /** Of the C++ library, which the vendor's one brings along. */
    static final String OPERATOR_NEW = "_Znw" + SIZE;

    static final String OPERATOR_DELETE = "_ZdlPv";

    /** Those that only the vendor's library itself can have. */
    private static final List<String> OWN = List.of(
            GRAPH_CONSTRUCTOR,
            GRAPH_DESTRUCTOR,
            ADD_OPERATOR,
            CREATE_TENSOR,
            SET_INPUTS_OUTPUTS,
            GET_INPUT_TENSORS_ATTR,
            GET_OUTPUT_TENSORS_ATTR,
            ENABLE_CREATE_CACHE,
            LOAD_CACHE,
            EXECTION_CONSTRUCTOR,
            EXECTION_DESTRUCTOR,
            BUILD,
            SET_INPUTS,
            RUN,
            GET_OUTPUTS);

    private DdkNames() {}

    /**
     * The first of them that is not a name in a library. Nobody but the library defines functions of {@code rk::nn}, so
     * that one that its table of names has is one that it offers.
     */
    static Optional<String> missingIn(Path library) {
        String content;
        try {
            content = Files.readString(library, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.empty(); // Loading it will say why.
        }
        return OWN.stream().filter(n -> !content.contains("\0" + n + "\0")).findFirst();
    }
}
