package org.mammoclip.mammoclip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {

    @Test
    void theEnginesOwnFailureIsRecognised() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Throwable failure = catchThrowable(() -> manager.create(new Shape(1L << 50), DataType.FLOAT32));
            assertThat(failure).isNotNull();
            System.out.println("the engine says: "
                    + failure.getMessage().lines().findFirst().orElse(""));
            assertThat(NativeMemory.isExhausted(failure)).isTrue();
            assertThat(NativeMemory.isExhausted(new IllegalStateException("scoring failed", failure)))
                    .isTrue();
        }
    }

    /** The first two as PyTorch writes them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB",
                "[enforce fail at alloc_cpu.cpp:116] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate",
                "std::bad_alloc",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                "cuDNN error: CUDNN_STATUS_ALLOC_FAILED"
            })
    void messagesOfProcessorsAndGpusAreRecognised(String message) {
        assertThat(NativeMemory.isExhausted(new IllegalStateException(message))).isTrue();
    }

    @Test
    void otherFailuresAreNot() {
        assertThat(NativeMemory.isExhausted(new IllegalStateException("constant or not finite")))
                .isFalse();
        assertThat(NativeMemory.isExhausted(new IllegalStateException((String) null)))
                .isFalse();
    }
}
