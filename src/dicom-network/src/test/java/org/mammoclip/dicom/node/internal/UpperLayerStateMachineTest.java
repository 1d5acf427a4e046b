package org.mammoclip.dicom.node.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * PS3.8 Table 9-10, written down a second time by state instead of by event: a slip in one of the two shows. What a
 * state does not list is, for a PDU, AA-8 and Sta13, and for a primitive of our own an error.
 */
class UpperLayerStateMachineTest {
    private static final Map<State, String> BY_STATE = new EnumMap<>(State.class);

    static {
        BY_STATE.put(State.STA1, "Evt1 AE-1 Sta4, Evt5 AE-5 Sta2");
        BY_STATE.put(
                State.STA2,
                "Evt3 AA-1 Sta13, Evt4 AA-1 Sta13, Evt6 AE-6 Sta3, Evt10 AA-1 Sta13, Evt12 AA-1 Sta13, "
                        + "Evt13 AA-1 Sta13, Evt16 AA-2 Sta1, Evt17 AA-5 Sta1, Evt18 AA-2 Sta1, Evt19 AA-1 Sta13");
        BY_STATE.put(
                State.STA3,
                "Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt7 AE-7 Sta6, Evt8 AE-8 Sta13, "
                        + "Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, Evt13 AA-8 Sta13, Evt15 AA-1 Sta13, "
                        + "Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13");
        BY_STATE.put(State.STA4, "Evt2 AE-2 Sta5, Evt15 AA-2 Sta1, Evt17 AA-4 Sta1");
        BY_STATE.put(
                State.STA5,
                "Evt3 AE-3 Sta6, Evt4 AE-4 Sta1, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, "
                        + "Evt13 AA-8 Sta13, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13");
        BY_STATE.put(
                State.STA6,
                "Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt9 DT-1 Sta6, Evt10 DT-2 Sta6, "
                        + "Evt11 AR-1 Sta7, Evt12 AR-2 Sta8, Evt13 AA-8 Sta13, Evt15 AA-1 Sta13, "
                        + "Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13");
        BY_STATE.put(
                State.STA7,
                "Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AR-6 Sta7, Evt12 AR-8 Sta9, "
                        + "Evt13 AR-3 Sta1, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13");
        BY_STATE.put(
                State.STA8,
                "Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt9 AR-7 Sta8, Evt10 AA-8 Sta13, "
                        + "Evt12 AA-8 Sta13, Evt13 AA-8 Sta13, Evt14 AR-4 Sta13, Evt15 AA-1 Sta13, "
                        + "Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13");
        BY_STATE.put(
                State.STA9,
                "Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, "
                        + "Evt13 AA-8 Sta13, Evt14 AR-9 Sta11, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, "
                        + "Evt17 AA-4 Sta1, Evt19 AA-8 Sta13");
        BY_STATE.put(
                State.STA10,
                "Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, "
                        + "Evt13 AR-10 Sta12, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13");
        BY_STATE.put(
                State.STA11,
                "Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, "
                        + "Evt13 AR-3 Sta1, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, Evt17 AA-4 Sta1, Evt19 AA-8 Sta13");
        BY_STATE.put(
                State.STA12,
                "Evt3 AA-8 Sta13, Evt4 AA-8 Sta13, Evt6 AA-8 Sta13, Evt10 AA-8 Sta13, Evt12 AA-8 Sta13, "
                        + "Evt13 AA-8 Sta13, Evt14 AR-4 Sta13, Evt15 AA-1 Sta13, Evt16 AA-3 Sta1, "
                        + "Evt17 AA-4 Sta1, Evt19 AA-8 Sta13");
        BY_STATE.put(
                State.STA13,
                "Evt3 AA-6 Sta13, Evt4 AA-6 Sta13, Evt6 AA-7 Sta13, Evt10 AA-6 Sta13, Evt12 AA-6 Sta13, "
                        + "Evt13 AA-6 Sta13, Evt16 AA-2 Sta1, Evt17 AR-5 Sta1, Evt18 AA-2 Sta1, Evt19 AA-7 Sta13");
    }

    /** How a requestor comes to each state; the acceptor's Sta2, Sta3, Sta8, Sta10 and Sta12 come from its own events. */
    private static UpperLayerStateMachine in(State state) {
        Event[] path = switch (state) {
            case STA1 -> new Event[] {};
            case STA2 -> new Event[] {Event.EVT5};
            case STA3 -> new Event[] {Event.EVT5, Event.EVT6};
            case STA4 -> new Event[] {Event.EVT1};
            case STA5 -> new Event[] {Event.EVT1, Event.EVT2};
            case STA6 -> new Event[] {Event.EVT1, Event.EVT2, Event.EVT3};
            case STA7 -> new Event[] {Event.EVT1, Event.EVT2, Event.EVT3, Event.EVT11};
            case STA8 -> new Event[] {Event.EVT5, Event.EVT6, Event.EVT7, Event.EVT12};
            case STA9 -> new Event[] {Event.EVT1, Event.EVT2, Event.EVT3, Event.EVT11, Event.EVT12};
            case STA10 -> new Event[] {Event.EVT5, Event.EVT6, Event.EVT7, Event.EVT11, Event.EVT12};
            case STA11 -> new Event[] {Event.EVT1, Event.EVT2, Event.EVT3, Event.EVT11, Event.EVT12, Event.EVT14};
            case STA12 -> new Event[] {Event.EVT5, Event.EVT6, Event.EVT7, Event.EVT11, Event.EVT12, Event.EVT13};
            case STA13 -> new Event[] {Event.EVT5, Event.EVT19};
        };
        boolean acceptor = path.length > 0 && path[0] == Event.EVT5;
        UpperLayerStateMachine machine = new UpperLayerStateMachine(
                acceptor ? UpperLayerStateMachine.Role.ACCEPTOR : UpperLayerStateMachine.Role.REQUESTOR);
        Arrays.stream(path).forEach(machine::on);
        assertThat(machine.state()).isEqualTo(state);
        return machine;
    }

    @ParameterizedTest(name = "in {0}")
    @EnumSource(State.class)
    void performsTheActionsOfTable910(State state) {
        Map<Event, String> listed = new EnumMap<>(Event.class);
        for (String cell : BY_STATE.get(state).split(", ")) {
            String[] words = cell.split(" ");
            listed.put(Event.valueOf(words[0].toUpperCase(java.util.Locale.ROOT)), words[1] + " " + words[2]);
        }
        for (Event event : Event.values()) {
            UpperLayerStateMachine machine = in(state);
            String expected = listed.get(event);
            if (expected == null && event.origin() == Event.Origin.LOCAL) {
                assertThatThrownBy(() -> machine.on(event))
                        .as("%s in %s", event, state)
                        .isInstanceOf(IllegalStateException.class);
                assertThat(machine.state()).isEqualTo(state);
                continue;
            }
            Action action = machine.on(event);
            String actual = action.name().replace('_', '-') + " Sta"
                    + machine.state().name().substring(3);
            assertThat(actual).as("%s in %s", event, state).isEqualTo(expected == null ? "AA-8 Sta13" : expected);
        }
    }

    @Test
    void listsEveryCellOnce() {
        long cells = Stream.of(State.values())
                .flatMap(state -> Stream.of(Event.values())
                        .filter(event ->
                                UpperLayerStateMachine.listed(event, state).isPresent()))
                .count();
        long expected = BY_STATE.values().stream()
                .mapToLong(row -> row.split(", ").length)
                .sum();
        assertThat(cells).isEqualTo(expected);
    }

    @Nested
    @DisplayName("the two cells with two outcomes")
    class TwoOutcomes {
        @Test
        void refusesAnUnacceptableRequestWithAe6() {
            UpperLayerStateMachine machine = in(State.STA2);
            assertThat(machine.onUnacceptableRequest()).isEqualTo(Action.AE_6);
            assertThat(machine.state()).isEqualTo(State.STA13);
        }

        @Test
        void releaseCollisionDependsOnTheRole() {
            assertThat(in(State.STA9).state()).isEqualTo(State.STA9);
            assertThat(in(State.STA10).state()).isEqualTo(State.STA10);
        }
    }
}
