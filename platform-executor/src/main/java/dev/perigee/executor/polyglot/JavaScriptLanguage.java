package dev.perigee.executor.polyglot;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.io.IOAccess;

/** JavaScript on GraalJS. */
final class JavaScriptLanguage extends GuestLanguage {

    /**
     * In characters of up to two bytes: nobody can stop for the collector while one piece of memory
     * is fetched, and everybody waits for the last who does.
     */
    private static final int LONGEST_STRING = 1 << 26;

    private final HostCalls calls;

    JavaScriptLanguage(Engine engine, HostCalls calls) {
        super(engine);
        this.calls = calls;
    }

    @Override
    String runtime() {
        return "javascript";
    }

    @Override
    String id() {
        return "js";
    }

    @Override
    String extension() {
        return "js";
    }

    @Override
    String sample() {
        return "export default async (args, ctx) => ({ name: args.name, id: ctx.request_id });";
    }

    @Override
    Guest newGuest(GuestContext owner) {
        return new JavaScriptGuest(this, calls, owner);
    }

    Context newContext(BundleFileSystem files) {
        return sandbox()
                .allowExperimentalOptions(true)
                .option("js.esm-eval-returns-exports", "true")
                .option("js.graal-builtin", "false")
                .option("js.polyglot-builtin", "false")
                .option("js.java-package-globals", "false")
                .option("js.console", "false")
                .option("js.print", "false")
                .option("js.load", "false")
                .option("js.performance", "false")
                .option("js.shared-array-buffer", "false")
                .option("js.unhandled-rejections", "none")
                .option("js.string-length-limit", Integer.toString(LONGEST_STRING))
                .allowIO(IOAccess.newBuilder().fileSystem(files).build())
                .build();
    }
}
