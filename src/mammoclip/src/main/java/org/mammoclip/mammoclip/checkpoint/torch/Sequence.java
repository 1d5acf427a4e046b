package org.mammoclip.mammoclip.checkpoint.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A list, tuple or set. */
public final class Sequence implements PickledValue {
    private final List<PickledValue> items;

    Sequence(List<PickledValue> items) {
        this.items = new ArrayList<>(items);
    }

    void addAll(List<PickledValue> more) {
        items.addAll(more);
    }

    /** In order; may contain this sequence itself. */
    public List<PickledValue> items() {
        return Collections.unmodifiableList(items);
    }
}
