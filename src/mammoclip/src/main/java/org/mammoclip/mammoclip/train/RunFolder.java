package org.mammoclip.mammoclip.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mammoclip.mammoclip.block.ParameterSource;
import org.mammoclip.mammoclip.checkpoint.ModelFile;
import org.mammoclip.mammoclip.checkpoint.SafetensorsFile;
import org.mammoclip.mammoclip.checkpoint.SafetensorsWriter;

/**
 * A run on disk:
 *
 * <pre>
 * config.json               what was asked for; written once
 * latest -> step-0000001200 a model folder that any reader opens, with optimiser.safetensors and state.json beside the model;
 *                           step-0000001200-unvalidated between the last step of an epoch and the end of its validation
 * best   -> step-0000001000 the one with the best validation figure
 * metrics.jsonl             one line per step and per validation
 * events.out.tfevents.*     the same for TensorBoard
 * stopped-at-step-N.json    the batch whose loss or gradient was not finite, if there was one
 * lock                      held by the process that trains
 * </pre>
 *
 * A checkpoint is written beside its place, forced to disk, renamed, and only then linked: whenever the process or the machine
 * stops, {@code latest} is complete. Folders that no link names are deleted at the next save. One process at a time; the folder is
 * locked while it is open. Needs a file system with symbolic links.
 */
final class RunFolder implements AutoCloseable {
    static final String LATEST = "latest";
    static final String BEST = "best";

    private static final String CONFIG = "config.json";
    private static final String STATE = "state.json";
    private static final String OPTIMISER = "optimiser.safetensors";
    private static final String STEP = "step-";
    private static final int BUFFER = 1 << 20;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Path folder;
    private final FileChannel lock;

    private RunFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Begins a run, or goes on with one.
     *
     * @param config plan, model and data; must be what the run was begun with
     * @throws IllegalArgumentException if the folder holds a run of another configuration, naming the first difference, or is in use
     */
    static RunFolder open(Path folder, JsonNode config) throws IOException {
        Files.createDirectories(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            requireLock(folder, lock);
            Path file = folder.resolve(CONFIG);
            if (!Files.exists(file)) {
                Durable.write(file, JSON.writeValueAsBytes(config));
            }
            requireSame(folder, JSON.readTree(Files.readAllBytes(file)), JSON.readTree(JSON.writeValueAsBytes(config)));
            return new RunFolder(folder, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void requireLock(Path folder, FileChannel channel) throws IOException {
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            throw new IllegalArgumentException("run folder " + folder + " is in use by another training");
        }
    }

    private static void requireSame(Path folder, JsonNode stored, JsonNode wanted) {
        if (stored.equals(wanted)) {
            return;
        }
        throw new IllegalArgumentException("run folder " + folder + " was begun with other settings ("
                + difference("", stored, wanted) + "): go on with those, or take another folder");
    }

    private static String difference(String path, JsonNode stored, JsonNode wanted) {
        if (!stored.isObject() || !wanted.isObject()) {
            return path + " " + stored + ", now " + wanted;
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = wanted.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode before = stored.path(field.getKey());
            if (!before.equals(field.getValue())) {
                return difference(path + "/" + field.getKey(), before, field.getValue());
            }
        }
        return path + " has fields that are not used now";
    }

    /** What can be gone on with. */
    record Saved(Path folder, RunState state) {
        Path optimiser() {
            return folder.resolve(OPTIMISER);
        }
    }

    /**
     * The last save, if there is one.
     *
     * @throws IOException if its state cannot be read or its optimiser file is not the one the state was written with
     */
    Optional<Saved> latest() throws IOException {
        Path link = folder.resolve(LATEST);
        if (!Files.isSymbolicLink(link)) {
            return Optional.empty();
        }
        Path target = link.toRealPath();
        RunState state;
        try {
            state = JSON.readValue(Files.readAllBytes(target.resolve(STATE)), RunState.class);
        } catch (JsonProcessingException e) {
            throw new IOException(target.resolve(STATE) + " is damaged: " + e.getOriginalMessage(), e);
        }
        String actual = Durable.sha256(target.resolve(OPTIMISER));
        if (!actual.equals(state.optimiserSha256())) {
            throw new IOException(target.resolve(OPTIMISER) + " is damaged: its SHA-256 is " + actual + ", not "
                    + state.optimiserSha256());
        }
        linkBest(state);
        return Optional.of(new Saved(target, state));
    }

    /** Reads the moments of a save into an optimiser. */
    static void restore(Saved saved, AdamW optimiser) throws IOException {
        try (SafetensorsFile moments = SafetensorsFile.open(saved.optimiser())) {
            optimiser.restore(moments, saved.state().step());
        }
    }

    /**
     * Writes a complete model folder and makes it the latest, and the best if the state says so.
     *
     * @param awaitsValidation whether the epoch's validation is still to come: then its save will be another folder than this one
     */
    void save(TaskFactory factory, ParameterSource values, AdamW optimiser, RunState state, boolean awaitsValidation)
            throws IOException {
        String name = name(state.step()) + (awaitsValidation ? "-unvalidated" : "");
        Path part = folder.resolve(name + ".part");
        Path place = folder.resolve(name);
        Durable.delete(part);
        ModelFile.write(part, factory.description(), factory.vocabulary(), values);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part.resolve(OPTIMISER)), BUFFER)) {
            SafetensorsWriter.write(out, optimiser.stateSpecs(), optimiser.state());
        }
        RunState saved = state.saved(Durable.sha256(part.resolve(OPTIMISER)));
        Files.write(part.resolve(STATE), JSON.writeValueAsBytes(saved));
        // left by a process that stopped before its link: nothing names it
        Durable.delete(place);
        Durable.publish(part, place);
        Durable.link(folder.resolve(LATEST), name);
        linkBest(state);
        deleteUnnamed();
    }

    private void linkBest(RunState state) throws IOException {
        if (state.bestEpoch() > 0) {
            Durable.link(folder.resolve(BEST), name(state.bestStep()));
        }
    }

    private static String name(long step) {
        return STEP + String.format("%010d", step);
    }

    private void deleteUnnamed() throws IOException {
        Set<Path> named = new HashSet<>();
        for (String link : new String[] {LATEST, BEST}) {
            if (Files.isSymbolicLink(folder.resolve(link))) {
                named.add(Files.readSymbolicLink(folder.resolve(link)));
            }
        }
        for (Path entry : Durable.list(folder)) {
            if (entry.getFileName().toString().startsWith(STEP) && !named.contains(entry.getFileName())) {
                Durable.delete(entry);
            }
        }
    }

    Path path() {
        return folder;
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
