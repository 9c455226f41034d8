package io.ris.hub.platform.web;

/** The permissions that resources ask for: {@code resource:action}, compared whole. */
public final class Permissions {

    /**
     * Every caller who is logged in has it, also one who must first change the password or add a second factor: to see
     * themselves, to do that, to log out.
     */
    public static final String SELF_SECURE = "self:secure";

    /** Every other caller who is logged in has it: to see and change their own sessions and keys. */
    public static final String SELF = "self:manage";

    public static final String CLIENT_READ = "client:read";
    public static final String CLIENT_WRITE = "client:write";
    public static final String TASK_READ = "task:read";
    public static final String TASK_EXECUTE = "task:execute";
    public static final String METRICS_READ = "metrics:read";
    public static final String USER_READ = "user:read";
    public static final String USER_WRITE = "user:write";
    public static final String ROLE_READ = "role:read";
    public static final String ROLE_WRITE = "role:write";
    /** Other users' sessions. */
    public static final String SESSION_READ = "session:read";

    public static final String SESSION_WRITE = "session:write";
    /** Other users' API keys. */
    public static final String API_KEY_READ = "api_key:read";

    public static final String API_KEY_WRITE = "api_key:write";
    /** The caller's own tenant: its settings, limits and usage. */
    public static final String TENANT_READ = "tenant:read";

    /** The settings of the caller's own tenant that are its own to choose. */
    public static final String TENANT_WRITE = "tenant:write";
    /** Making, suspending, limiting and deleting tenants. */
    public static final String TENANT_ADMINISTER = "tenant:administer";
    /** Working in a tenant that is not the token's. */
    public static final String TENANT_ACT = "tenant:act";

    public static final String AUDIT_READ = "audit:read";
    /** Replacing the keys that sign tokens and that wrap data. */
    public static final String KEY_ROTATE = "key:rotate";
    /** The messages by which the hub's nodes hand work to each other. */
    public static final String MESSAGE_ADMINISTER = "message:administer";
    /** What other services of the same operator ask for. */
    public static final String INTERNAL_READ = "internal:read";
    /** What probes and agents observe: topology, reports, series. */
    public static final String MONITORING_READ = "monitoring:read";

    /** Alerts and the rules that raise them. */
    public static final String ALERT_READ = "alert:read";

    /** To acknowledge and resolve alerts. */
    public static final String ALERT_HANDLE = "alert:handle";

    /** To change the rules that raise alerts. */
    public static final String ALERT_WRITE = "alert:write";

    /** The addresses to which the hub posts what happens, and what could not be delivered. */
    public static final String WEBHOOK_READ = "webhook:read";

    public static final String WEBHOOK_WRITE = "webhook:write";
    /** Held by probes: to report what they observe. */
    public static final String REPORT_WRITE = "report:write";
    /** Held by agents alone, through their certificate. */
    public static final String AGENT_CONNECT = "agent:connect";
    /** Held by the hub itself, for work that it hands to itself. */
    public static final String HUB_INTERNAL = "hub:internal";

    private Permissions() {}
}
