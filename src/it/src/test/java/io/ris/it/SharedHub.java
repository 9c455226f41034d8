package io.ris.it;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one hub with a local agent that all of a process share, started when first asked for and stopped when the
 * process ends: JUnit's own scopes end with each class where classes are handed to several processes. Shows the hubs' logs
 * when a test fails.
 */
final class SharedHub implements ParameterResolver, AfterTestExecutionCallback {

    /** One that the hub's CORS list names. */
    static final String FRIENDLY_ORIGIN = "https://console.example:8443";

    private static @Nullable Hub shared;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Hub.class;
    }

    @Override
    public Hub resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return shared();
    }

    private static synchronized Hub shared() {
        if (shared == null) {
            Hub started = Hub.withLocalAgent()
                    .withPlainListener()
                    .with("RIS_SERVER_CORS_ALLOWED_ORIGINS", FRIENDLY_ORIGIN)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-shared-hub"));
            shared = started;
        }
        return shared;
    }

    @Override
    @SuppressWarnings("SystemOut") // a failure's reader needs the log beside it
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            System.out.println("after " + context.getDisplayName() + ":\n" + Hub.liveLogs());
        }
    }
}
