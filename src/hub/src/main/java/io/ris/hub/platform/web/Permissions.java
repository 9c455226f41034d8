package io.ris.hub.platform.web;

/** The permissions that resources ask for: {@code resource:action}, compared whole. */
public final class Permissions {

    /** Every caller who is logged in has it: to see and end their own session. */
    public static final String SELF = "self:manage";

    public static final String CLIENT_READ = "client:read";
    public static final String CLIENT_WRITE = "client:write";
    public static final String TASK_READ = "task:read";
    public static final String TASK_EXECUTE = "task:execute";
    public static final String METRICS_READ = "metrics:read";
    /** Held by agents alone, through their certificate. */
    public static final String AGENT_CONNECT = "agent:connect";
    /** Held by the hub itself, for work that it hands to itself. */
    public static final String HUB_INTERNAL = "hub:internal";

    private Permissions() {}
}
