package io.ris.hub.platform;

import jakarta.interceptor.Interceptor;

/**
 * In which order the parts of the hub start and stop (priorities of observers of CDI's {@code Startup} and {@code
 * Shutdown}, the lowest first).
 */
public final class StartupOrder {

    public static final int STORE = Interceptor.Priority.APPLICATION + 100;
    public static final int TENANTS = Interceptor.Priority.APPLICATION + 200;
    public static final int IDENTITY = Interceptor.Priority.APPLICATION + 300;
    public static final int FLEET = Interceptor.Priority.APPLICATION + 400;
    public static final int WORK = Interceptor.Priority.APPLICATION + 500;

    /** Housekeeping stops first, then agents are sent away, then this node gives up its lease. */
    public static final int STOP_WORK = Interceptor.Priority.APPLICATION + 100;

    public static final int STOP_FLEET = Interceptor.Priority.APPLICATION + 200;
    public static final int STOP_NODE = Interceptor.Priority.APPLICATION + 300;

    private StartupOrder() {}
}
