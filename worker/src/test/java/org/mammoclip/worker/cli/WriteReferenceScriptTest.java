package org.mammoclip.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mammoclip.mammoclip.verify.ReferenceFile;

/** The Python that {@code model verify --print-python} prints writes files that {@code model verify} reads. */
class WriteReferenceScriptTest {
    /** Modules with the names of EfficientNet and BERT, and as little inside as runs. */
    private static final String USER = """
            import types, torch, torch.nn as nn
            from write_reference import Reference

            class Block(nn.Module):
                def __init__(self):
                    super().__init__()
                    self._depthwise_conv = nn.Conv2d(4, 4, 3, padding=1, groups=4, bias=False)
                    self._bn1 = nn.BatchNorm2d(4)
                    self._swish = nn.SiLU()
                def forward(self, x):
                    return self._swish(self._bn1(self._depthwise_conv(x)))

            class Encoder(nn.Module):
                def __init__(self):
                    super().__init__()
                    self._conv_stem, self._bn0 = nn.Conv2d(3, 4, 3, bias=False), nn.BatchNorm2d(4)
                    self._blocks = nn.ModuleList([Block(), Block()])
                    self._conv_head, self._bn1 = nn.Conv2d(4, 6, 1, bias=False), nn.BatchNorm2d(6)
                def forward(self, x):
                    x = self._bn0(self._conv_stem(x))
                    for block in self._blocks:
                        x = block(x)
                    return self._bn1(self._conv_head(x)).mean((2, 3))

            class Attention(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.self = nn.Module.__new__(nn.Module); nn.Module.__init__(self.self)
                    self.self.query, self.self.key, self.self.value = (nn.Linear(8, 8) for _ in range(3))
                    self.self.forward = lambda x: (self.self.query(x) + self.self.key(x) + self.self.value(x),)
                    self.output = nn.Linear(8, 8)

            class Layer(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.attention, self.intermediate = Attention(), nn.Linear(8, 8)
                def forward(self, x):
                    return (self.intermediate(self.attention.output(self.attention.self(x)[0])),)

            class Bert(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.embeddings = nn.Embedding(20, 8)
                    self.encoder = nn.Module(); self.encoder.layer = nn.ModuleList([Layer()])
                def forward(self, input_ids, attention_mask):
                    return self.encoder.layer[0](self.embeddings(input_ids))

            torch.manual_seed(1)
            encoder, bert = Encoder(), Bert()
            reference = Reference("reference.json")
            reference.parameters({"module.image_encoder." + k: v for k, v in encoder.state_dict().items()})
            reference.image(encoder, torch.randn(1, 3, 9, 7), nn.Linear(6, 5))
            ids = torch.tensor([[2, 5, 3, 0], [2, 6, 7, 3]])
            mask = torch.tensor([[1, 1, 1, 0], [1, 1, 1, 1]])
            reference.texts(bert, ids, mask, nn.Linear(8, 5), ["a", "b c"])
            reference.write()
            assert encoder.training
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void pythonWithTorch() throws Exception {
        boolean there;
        try {
            there = run("import torch, numpy") == 0;
        } catch (IOException e) {
            there = false;
        }
        if (!there) {
            System.out.println("skipped: /usr/bin/python3 with torch and numpy is not installed");
        }
        Assumptions.assumeTrue(there, "needs /usr/bin/python3 with torch and numpy");
    }

    private int run(String code) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/usr/bin/python3", "-c", code)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("python.log").toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void whatItWritesIsRead() throws Exception {
        StringWriter printed = new StringWriter();
        assertThat(Main.run(new PrintWriter(printed), new PrintWriter(printed), "model", "verify", "--print-python"))
                .isZero();
        Files.writeString(folder.resolve("write_reference.py"), printed.toString(), StandardCharsets.UTF_8);

        assertThat(run(USER)).as(Files.readString(folder.resolve("python.log"))).isZero();

        Path json = folder.resolve("reference.json");
        assertThat(ReferenceFile.read(json).summary()).isEqualTo("1 images, 1 text batches, 20 parameters");
        JsonNode cases = new ObjectMapper().readTree(json.toFile()).path("cases");
        assertThat(cases.path(0).path("intermediate").fieldNames())
                .toIterable()
                .containsExactly(
                        "stem.conv",
                        "stem.bn",
                        "block.0._depthwise_conv",
                        "block.0._bn1",
                        "block.0",
                        "block.1._depthwise_conv",
                        "block.1._bn1",
                        "block.1",
                        "head.conv",
                        "head.bn");
        assertThat(cases.path(0).path("embedding")).hasSize(6);
        assertThat(cases.path(1).path("intermediate").fieldNames())
                .toIterable()
                .contains("embeddings", "layer.0.query", "layer.0.attention.output", "layer.0");
        assertThat(cases.path(1)
                        .path("pooling")
                        .path("eos")
                        .path("normalized_full")
                        .path(1))
                .hasSize(5);
    }
}
