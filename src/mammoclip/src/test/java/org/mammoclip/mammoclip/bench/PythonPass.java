package org.mammoclip.mammoclip.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The image tower in a Python process of its own that computes one pass whenever it is asked. */
final class PythonPass implements AutoCloseable {
    private final Process process;
    private final BufferedWriter asking;
    private final BufferedReader answers;
    private final float[] pooled;

    private PythonPass(Process process) throws IOException {
        this.process = process;
        this.asking = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String[] ready = line();
        if (!ready[0].equals("ready")) {
            throw new IOException("the Python side said " + ready[0]);
        }
        this.pooled = new float[ready.length - 1];
        for (int i = 0; i < pooled.length; i++) {
            pooled[i] = Float.parseFloat(ready[i + 1]);
        }
    }

    /** Whether an interpreter is there and has PyTorch. */
    static boolean isAvailable(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import torch, numpy")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Starts the process and waits until it has run a few passes.
     *
     * @param defaults whether it gets an environment without our allocator and OpenMP settings
     */
    static PythonPass start(List<String> command, boolean defaults) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        if (defaults) {
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("MALLOC_") || name.startsWith("OMP_"));
        }
        Process process = builder.start();
        try {
            return new PythonPass(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Its pooled vector of the image. */
    float[] pooled() {
        return pooled.clone();
    }

    Sample run() {
        try {
            asking.write("pass\n");
            asking.flush();
            String[] seconds = line();
            return new Sample(Double.parseDouble(seconds[0]), Double.parseDouble(seconds[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the Python side ended");
        }
        return line.split(" ", -1);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
