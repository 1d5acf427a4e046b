package org.mammoclip.worker;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mammoclip.schema.ledger.Ledger;

/** A ledger of which a test scripts single methods and sees what was called; any other call fails. */
public final class ScriptedLedger {
    private final Map<String, Function<Object[], @Nullable Object>> answers = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Ledger ledger = (Ledger) proxy(Ledger.class, (method, arguments) -> door(method));

    private interface Handler {
        @Nullable
        Object call(Method method, Object[] arguments);
    }

    private static Object proxy(Class<?> type, Handler handler) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> handler.call(method, arguments == null ? new Object[0] : arguments));
    }

    private Object door(Method door) {
        return proxy(door.getReturnType(), (method, arguments) -> {
            Function<Object[], @Nullable Object> answer = answers.get(method.getName());
            if (answer == null) {
                throw new UnsupportedOperationException(method.getName());
            }
            synchronized (calls) {
                calls.add(method.getName());
            }
            return answer.apply(arguments);
        });
    }

    /** What a method of any door returns. */
    public ScriptedLedger on(String method, Function<Object[], @Nullable Object> answer) {
        answers.put(method, answer);
        return this;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** The names of the methods called so far. */
    public List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }
}
