package org.mammoclip.mammoclip.checkpoint.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dictionary, ordered or not. */
public final class Dictionary implements PickledValue {
    private final Map<PickledValue, PickledValue> entries = new LinkedHashMap<>();

    void put(PickledValue key, PickledValue value) {
        entries.put(key, value);
    }

    /** In the order they were written; may contain this dictionary itself. */
    public Map<PickledValue, PickledValue> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** Entries whose key is text, in order. */
    public Map<String, PickledValue> named() {
        Map<String, PickledValue> named = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            if (key instanceof Text text) {
                named.put(text.value(), value);
            }
        });
        return named;
    }

    /** The value below nested dictionaries, as in {@code at("model", "image_encoder", "name")}. */
    public Optional<PickledValue> at(String... path) {
        PickledValue value = this;
        for (String key : path) {
            PickledValue next = value instanceof Dictionary dictionary ? dictionary.entries.get(new Text(key)) : null;
            if (next == null) {
                return Optional.empty();
            }
            value = next;
        }
        return Optional.of(value);
    }

    /** The first keys, for messages. */
    public List<String> firstKeys(int most) {
        List<String> keys = new ArrayList<>();
        for (PickledValue key : entries.keySet()) {
            if (keys.size() == most) {
                break;
            }
            keys.add(key instanceof Text text ? text.value() : key.getClass().getSimpleName());
        }
        return keys;
    }
}
