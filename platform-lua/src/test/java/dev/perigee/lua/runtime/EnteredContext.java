package dev.perigee.lua.runtime;

import static java.util.Objects.requireNonNull;

import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A context that the thread of each test is within. */
final class EnteredContext implements BeforeEachCallback, AfterEachCallback {

    private @Nullable Context context;

    @Override
    public void beforeEach(ExtensionContext test) {
        var made = Context.create("lua");
        made.initialize("lua");
        made.enter();
        context = made;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        var entered = requireNonNull(context);
        entered.leave();
        entered.close();
    }
}
