package org.mammoclip.mammoclip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchScriptTest {
    @Test
    void aFunctionIsCompiledAndRuns() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                TorchScript twice = TorchScript.compile(
                        Device.cpu(),
                        "    r = annotate(List[Tensor], [])\n    _0 = torch.append(r, torch.add(x, x))\n    return r\n")) {
            assertThat(twice.run(
                                    manager.create(new float[] {1, 2}),
                                    List.of(TorchScript.listed(manager.create(new float[] {0}))))
                            .singletonOrThrow()
                            .toFloatArray())
                    .containsExactly(2, 4);
        }
    }

    /** How an encoder learns that this build of the engine has no such operator, before an image is there. */
    @Test
    void anOperatorThatTheEngineLacksIsAnEngineException() {
        for (String operator :
                List.of("ops.mkldnn._no_such_convolution", "ops.no_such_library._convolution_pointwise")) {
            assertThatThrownBy(() -> TorchScript.compile(Device.cpu(), "    return [" + operator + "(x)]\n"))
                    .isInstanceOf(EngineException.class);
        }
    }
}
