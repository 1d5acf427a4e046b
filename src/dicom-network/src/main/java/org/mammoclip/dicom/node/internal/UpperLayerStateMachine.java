package org.mammoclip.dicom.node.internal;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The protocol machine of PS3.8 9.2 for one association: knows which action an event asks for in a state, and does
 * nothing else. {@link UpperLayer} and {@link Doorkeeper} perform the actions.
 *
 * <p>A PDU that Table 9-10 does not list for a state leads to AA-8 (A-ABORT) and Sta13; a local primitive out of place
 * is a programmer's error. Not thread-safe.
 */
final class UpperLayerStateMachine {
    /** Which side of the association we are; decides the state after AR-8. */
    enum Role {
        REQUESTOR,
        ACCEPTOR
    }

    /**
     * One cell of Table 9-10.
     *
     * @param next the next state
     * @param otherwise the second state of the two cells that have one: AE-6 not acceptable, AR-8 as acceptor
     */
    record Transition(Action action, State next, State otherwise) {}

    /**
     * PS3.8 Table 9-10: a row for each event, a column for each state from Sta1 to Sta13. A cell is the action and the
     * number of the next state; a dash is an empty cell.
     */
    private static final String TABLE_9_10 = """
            #      Sta1    Sta2       Sta3    Sta4    Sta5    Sta6    Sta7       Sta8    Sta9    Sta10    Sta11   Sta12   Sta13
            Evt1   AE-1/4  -          -       -       -       -       -          -       -       -        -       -       -
            Evt2   -       -          -       AE-2/5  -       -       -          -       -       -        -       -       -
            Evt3   -       AA-1/13    AA-8/13 -       AE-3/6  AA-8/13 AA-8/13    AA-8/13 AA-8/13 AA-8/13  AA-8/13 AA-8/13 AA-6/13
            Evt4   -       AA-1/13    AA-8/13 -       AE-4/1  AA-8/13 AA-8/13    AA-8/13 AA-8/13 AA-8/13  AA-8/13 AA-8/13 AA-6/13
            Evt5   AE-5/2  -          -       -       -       -       -          -       -       -        -       -       -
            Evt6   -       AE-6/3|13  AA-8/13 -       AA-8/13 AA-8/13 AA-8/13    AA-8/13 AA-8/13 AA-8/13  AA-8/13 AA-8/13 AA-7/13
            Evt7   -       -          AE-7/6  -       -       -       -          -       -       -        -       -       -
            Evt8   -       -          AE-8/13 -       -       -       -          -       -       -        -       -       -
            Evt9   -       -          -       -       -       DT-1/6  -          AR-7/8  -       -        -       -       -
            Evt10  -       AA-1/13    AA-8/13 -       AA-8/13 DT-2/6  AR-6/7     AA-8/13 AA-8/13 AA-8/13  AA-8/13 AA-8/13 AA-6/13
            Evt11  -       -          -       -       -       AR-1/7  -          -       -       -        -       -       -
            Evt12  -       AA-1/13    AA-8/13 -       AA-8/13 AR-2/8  AR-8/9|10  AA-8/13 AA-8/13 AA-8/13  AA-8/13 AA-8/13 AA-6/13
            Evt13  -       AA-1/13    AA-8/13 -       AA-8/13 AA-8/13 AR-3/1     AA-8/13 AA-8/13 AR-10/12 AR-3/1  AA-8/13 AA-6/13
            Evt14  -       -          -       -       -       -       -          AR-4/13 AR-9/11 -        -       AR-4/13 -
            Evt15  -       -          AA-1/13 AA-2/1  AA-1/13 AA-1/13 AA-1/13    AA-1/13 AA-1/13 AA-1/13  AA-1/13 AA-1/13 -
            Evt16  -       AA-2/1     AA-3/1  -       AA-3/1  AA-3/1  AA-3/1     AA-3/1  AA-3/1  AA-3/1   AA-3/1  AA-3/1  AA-2/1
            Evt17  -       AA-5/1     AA-4/1  AA-4/1  AA-4/1  AA-4/1  AA-4/1     AA-4/1  AA-4/1  AA-4/1   AA-4/1  AA-4/1  AR-5/1
            Evt18  -       AA-2/1     -       -       -       -       -          -       -       -        -       -       AA-2/1
            Evt19  -       AA-1/13    AA-8/13 -       AA-8/13 AA-8/13 AA-8/13    AA-8/13 AA-8/13 AA-8/13  AA-8/13 AA-8/13 AA-7/13
            """;

    private static final Map<Event, Map<State, Transition>> TRANSITIONS = parse(TABLE_9_10);
    private static final Transition UNLISTED = new Transition(Action.AA_8, State.STA13, State.STA13);

    private final Role role;
    private State state = State.STA1;

    UpperLayerStateMachine(Role role) {
        this.role = role;
    }

    State state() {
        return state;
    }

    /** The cell of Table 9-10, empty when the standard leaves it blank. */
    static Optional<Transition> listed(Event event, State state) {
        return Optional.ofNullable(TRANSITIONS.get(event)).map(row -> row.get(state));
    }

    /**
     * Takes the event and moves on.
     *
     * @return the action to perform
     * @throws IllegalStateException if a local primitive is not allowed in this state
     */
    Action on(Event event) {
        Transition transition = transition(event);
        state = transition.action() == Action.AR_8 && role == Role.ACCEPTOR
                ? transition.otherwise()
                : transition.next();
        return transition.action();
    }

    /** {@link Event#EVT6} with a request that the service provider itself does not accept (AE-6, second half). */
    Action onUnacceptableRequest() {
        Transition transition = transition(Event.EVT6);
        state = transition.otherwise();
        return transition.action();
    }

    private Transition transition(Event event) {
        Optional<Transition> cell = listed(event, state);
        if (cell.isEmpty() && event.origin() == Event.Origin.LOCAL) {
            throw new IllegalStateException(event + " is not allowed in " + state + " (PS3.8 Table 9-10)");
        }
        return cell.orElse(UNLISTED);
    }

    private static Map<Event, Map<State, Transition>> parse(String table) {
        Map<Event, Map<State, Transition>> result = new EnumMap<>(Event.class);
        table.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] cells = line.strip().split("\\s+");
            Map<State, Transition> row = new EnumMap<>(State.class);
            for (int column = 1; column < cells.length; column++) {
                if (!cells[column].equals("-")) {
                    row.put(State.valueOf("STA" + column), cell(cells[column]));
                }
            }
            result.put(Event.valueOf(cells[0].toUpperCase(Locale.ROOT)), row);
        });
        return result;
    }

    private static Transition cell(String text) {
        String[] parts = text.split("[/|]");
        State next = State.valueOf("STA" + parts[1]);
        State otherwise = parts.length == 3 ? State.valueOf("STA" + parts[2]) : next;
        return new Transition(Action.valueOf(parts[0].replace('-', '_')), next, otherwise);
    }
}
