package io.ris.it;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one hub with a local agent that all of them share, started when first asked for and stopped after the
 * last test; and shows the hubs' logs when a test fails.
 */
final class SharedHub implements ParameterResolver, AfterTestExecutionCallback {

    /** One that the hub's CORS list names. */
    static final String FRIENDLY_ORIGIN = "https://console.example:8443";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Hub.class;
    }

    @Override
    public Hub resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedHub.class))
                .getOrComputeIfAbsent(Hub.class, key -> started(), Hub.class);
    }

    private static Hub started() {
        return Hub.withLocalAgent()
                .with("RIS_SERVER_CORS_ALLOWED_ORIGINS", FRIENDLY_ORIGIN)
                .start();
    }

    @Override
    @SuppressWarnings("SystemOut") // a failure's reader needs the log beside it
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            System.out.println("after " + context.getDisplayName() + ":\n" + Hub.liveLogs());
        }
    }
}
