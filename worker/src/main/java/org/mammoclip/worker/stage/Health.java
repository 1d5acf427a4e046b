package org.mammoclip.worker.stage;

import java.time.Clock;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Which parts of the worker work now, and why not. Thread-safe. */
public final class Health {
    private final ConcurrentMap<String, Component> components = new ConcurrentHashMap<>();
    private final Clock clock;

    public Health(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param up whether it works
     * @param required whether the worker is not ready without it
     * @param reason why it does not; empty when it does; no patient data
     * @param since when it came into this condition
     */
    public record Component(boolean up, boolean required, String reason, Instant since) {}

    /** Names a part that is expected to come up; down until it reports. */
    public void expect(String component, boolean required) {
        components.putIfAbsent(component, new Component(false, required, "starting", clock.instant()));
    }

    /** @return whether this is news */
    public boolean up(String component) {
        return set(component, true, "");
    }

    /** @return whether this is news */
    public boolean down(String component, String reason) {
        return set(component, false, reason);
    }

    private boolean set(String component, boolean up, String reason) {
        AtomicBoolean news = new AtomicBoolean();
        components.compute(component, (name, before) -> {
            if (before == null) {
                news.set(true);
                return new Component(up, false, reason, clock.instant());
            }
            news.set(before.up() != up);
            return new Component(up, before.required(), reason, before.up() == up ? before.since() : clock.instant());
        });
        return news.get();
    }

    public boolean isUp(String component) {
        Component now = components.get(component);
        return now != null && now.up();
    }

    /** Whether every required part works. */
    public boolean isReady() {
        return components.values().stream().allMatch(c -> c.up() || !c.required());
    }

    /** All parts by name. */
    public SortedMap<String, Component> components() {
        return new TreeMap<>(components);
    }
}
