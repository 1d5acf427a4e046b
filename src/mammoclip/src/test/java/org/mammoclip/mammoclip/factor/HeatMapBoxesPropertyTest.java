package org.mammoclip.mammoclip.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Against pieces found in another way: labels that spread between neighbours until nothing changes. */
class HeatMapBoxesPropertyTest {
    private static final int COLUMNS = 7;

    @Property
    void piecesAreTheSetsOfPixelsThatHangTogether(
            @ForAll @Size(min = 6 * COLUMNS, max = 6 * COLUMNS) List<@IntRange(max = 1) Integer> pixels) {
        float[] map = new float[pixels.size()];
        int on = 0;
        for (int i = 0; i < map.length; i++) {
            map[i] = pixels.get(i);
            on += pixels.get(i);
        }
        double quantile = (map.length - on - 1) / (map.length - 1.0);
        if (on == 0 || quantile < 0) {
            assertThat(HeatMapBoxes.of(map, 6, COLUMNS, 6, COLUMNS, 0.5)).isEmpty();
            return;
        }
        assertThat(HeatMapBoxes.of(map, 6, COLUMNS, 6, COLUMNS, quantile))
                .containsExactlyInAnyOrderElementsOf(boxesByLabels(map));
    }

    private static List<MapBox> boxesByLabels(float[] map) {
        int[] labels = new int[map.length];
        for (int i = 0; i < map.length; i++) {
            labels[i] = map[i] > 0 ? i : -1;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int a = 0; a < map.length; a++) {
                for (int b = 0; b < map.length; b++) {
                    boolean near = Math.abs(a / COLUMNS - b / COLUMNS) <= 1 && Math.abs(a % COLUMNS - b % COLUMNS) <= 1;
                    if (near && labels[a] >= 0 && labels[b] > labels[a]) {
                        labels[b] = labels[a];
                        changed = true;
                    }
                }
            }
        }
        Map<Integer, MapBox> boxes = new HashMap<>();
        for (int i = 0; i < map.length; i++) {
            if (labels[i] >= 0) {
                double left = i % COLUMNS;
                double top = i / COLUMNS;
                boxes.merge(
                        labels[i],
                        new MapBox(left, top, left + 1, top + 1, 1),
                        (a, b) -> new MapBox(
                                Math.min(a.left(), b.left()),
                                Math.min(a.top(), b.top()),
                                Math.max(a.right(), b.right()),
                                Math.max(a.bottom(), b.bottom()),
                                1));
            }
        }
        return new ArrayList<>(boxes.values());
    }
}
