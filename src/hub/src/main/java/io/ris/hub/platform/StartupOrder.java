package io.ris.hub.platform;

import jakarta.interceptor.Interceptor;

/** In which order the parts of the hub start (priorities of observers of CDI's {@code Startup}, the lowest first). */
public final class StartupOrder {

    public static final int STORE = Interceptor.Priority.APPLICATION + 100;
    public static final int TENANTS = Interceptor.Priority.APPLICATION + 200;
    public static final int IDENTITY = Interceptor.Priority.APPLICATION + 300;
    public static final int FLEET = Interceptor.Priority.APPLICATION + 400;
    public static final int WORK = Interceptor.Priority.APPLICATION + 500;

    private StartupOrder() {}
}
