package io.ris.hub.platform;

/**
 * A kind of problem, as clients see it (RFC 9457).
 *
 * @param slug stable machine code, the last part of the problem's {@code type}
 * @param title the kind in words
 * @param httpStatus status over HTTP
 * @param webSocketCloseCode close code where the same problem ends a WebSocket (RFC 6455, section 7.4)
 */
public record ProblemType(String slug, String title, int httpStatus, int webSocketCloseCode) {

    private static final int PROTOCOL = 1002;
    private static final int POLICY = 1008;
    private static final int TOO_BIG = 1009;
    private static final int INTERNAL = 1011;
    private static final int TRY_LATER = 1013;

    public static final ProblemType MALFORMED =
            new ProblemType("malformed_request", "Malformed request", 400, PROTOCOL);
    public static final ProblemType RULE_BROKEN = new ProblemType("invalid_request", "Invalid request", 422, POLICY);
    public static final ProblemType UNAUTHENTICATED =
            new ProblemType("unauthenticated", "Authentication required", 401, POLICY);
    public static final ProblemType LOGIN_FAILED = new ProblemType("login_failed", "Login failed", 401, POLICY);
    public static final ProblemType OTP_REQUIRED =
            new ProblemType("otp_required", "Second factor required", 401, POLICY);
    public static final ProblemType INVITATION_OVER =
            new ProblemType("invitation_over", "Invitation not good", 401, POLICY);
    public static final ProblemType SIGN_ON_FAILED = new ProblemType("sign_on_failed", "Sign-on failed", 401, POLICY);
    public static final ProblemType SESSION_ENDED = new ProblemType("session_ended", "Session ended", 401, POLICY);
    public static final ProblemType FORBIDDEN = new ProblemType("forbidden", "Forbidden", 403, POLICY);
    public static final ProblemType TENANT_MISMATCH = new ProblemType("tenant_mismatch", "Wrong tenant", 403, POLICY);
    public static final ProblemType TENANT_UNAVAILABLE =
            new ProblemType("tenant_unavailable", "Tenant unavailable", 403, POLICY);
    public static final ProblemType FOREIGN_ORIGIN = new ProblemType("foreign_origin", "Foreign origin", 403, POLICY);
    public static final ProblemType NOT_FOUND = new ProblemType("not_found", "Not found", 404, POLICY);
    public static final ProblemType CLIENT_NOT_FOUND =
            new ProblemType("client_not_found", "Client not found", 404, POLICY);
    public static final ProblemType TASK_NOT_FOUND = new ProblemType("task_not_found", "Task not found", 404, POLICY);
    public static final ProblemType METHOD_NOT_ALLOWED =
            new ProblemType("method_not_allowed", "Method not allowed", 405, PROTOCOL);
    public static final ProblemType NOT_ACCEPTABLE = new ProblemType("not_acceptable", "Not acceptable", 406, PROTOCOL);
    public static final ProblemType TOO_SLOW = new ProblemType("request_timeout", "Request too slow", 408, POLICY);
    public static final ProblemType CONFLICT = new ProblemType("conflict", "Conflict", 409, POLICY);
    public static final ProblemType ROLE_BUILTIN = new ProblemType("role_builtin", "Role cannot change", 409, POLICY);
    public static final ProblemType ROLE_HELD = new ProblemType("role_held", "Role in use", 409, POLICY);
    public static final ProblemType LAST_SUPER_ADMIN =
            new ProblemType("last_super_admin", "Last super administrator", 409, POLICY);
    public static final ProblemType CLIENT_NAME_TAKEN =
            new ProblemType("client_name_taken", "Client name taken", 409, POLICY);
    public static final ProblemType TENANT_NOT_FOUND =
            new ProblemType("tenant_not_found", "Tenant not found", 404, POLICY);
    public static final ProblemType TENANT_CODE_TAKEN =
            new ProblemType("tenant_code_taken", "Tenant code taken", 409, POLICY);
    public static final ProblemType EXPORT_REQUIRED =
            new ProblemType("export_required", "Export required", 409, POLICY);
    public static final ProblemType EXPORT_RUNNING = new ProblemType("export_running", "Export under way", 409, POLICY);
    public static final ProblemType CONFIRMATION_REQUIRED =
            new ProblemType("confirmation_required", "Confirmation required", 409, POLICY);
    public static final ProblemType TENANT_STATE =
            new ProblemType("tenant_state", "Tenant not in the state for this", 409, POLICY);
    public static final ProblemType IDEMPOTENCY_KEY_REUSED =
            new ProblemType("idempotency_key_reused", "Idempotency-Key reused", 409, POLICY);
    public static final ProblemType TASK_FINISHED = new ProblemType("task_finished", "Task finished", 409, POLICY);
    public static final ProblemType STALE = new ProblemType("precondition_failed", "Precondition failed", 412, POLICY);
    public static final ProblemType TOO_LARGE = new ProblemType("body_too_large", "Body too large", 413, TOO_BIG);
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
            new ProblemType("unsupported_media_type", "Unsupported media type", 415, PROTOCOL);
    public static final ProblemType QUEUE_FULL = new ProblemType("queue_full", "Queue full", 429, TRY_LATER);
    public static final ProblemType TOO_MANY_LOGINS =
            new ProblemType("too_many_logins", "Too many logins at once", 429, TRY_LATER);
    public static final ProblemType TOO_MANY_ATTEMPTS =
            new ProblemType("too_many_attempts", "Too many failed attempts", 429, TRY_LATER);
    public static final ProblemType CLIENT_LIMIT =
            new ProblemType("client_limit", "Client limit reached", 429, TRY_LATER);
    public static final ProblemType RATE_LIMITED = new ProblemType("rate_limited", "Too many requests", 429, TRY_LATER);
    public static final ProblemType LIVE_LIMIT =
            new ProblemType("live_limit", "Too many live connections", 429, TRY_LATER);
    public static final ProblemType TASK_LIMIT = new ProblemType("task_limit", "Task limit reached", 429, TRY_LATER);
    public static final ProblemType STORAGE_LIMIT =
            new ProblemType("storage_limit", "Storage limit reached", 507, POLICY);
    public static final ProblemType INTERNAL_ERROR = new ProblemType("internal_error", "Internal error", 500, INTERNAL);
    public static final ProblemType TENANT_PROVISIONING =
            new ProblemType("tenant_provisioning", "Tenant being made", 503, TRY_LATER);
    public static final ProblemType NO_CLIENT_CONNECTED =
            new ProblemType("no_client_connected", "No client connected", 503, TRY_LATER);
    public static final ProblemType JOB_NOT_FOUND = new ProblemType("job_not_found", "Job not found", 404, POLICY);
    public static final ProblemType DEAD_LETTER_NOT_FOUND =
            new ProblemType("dead_letter_not_found", "Dead letter not found", 404, POLICY);
    public static final ProblemType JOB_FINISHED = new ProblemType("job_finished", "Job has ended", 409, POLICY);
    public static final ProblemType STORE_UNAVAILABLE =
            new ProblemType("store_unavailable", "Store unavailable", 503, TRY_LATER);

    public static final ProblemType MESSAGING_UNAVAILABLE =
            new ProblemType("messaging_unavailable", "Messaging unavailable", 503, TRY_LATER);

    public static final ProblemType DIRECTORY_UNAVAILABLE =
            new ProblemType("directory_unavailable", "Directory of users unavailable", 503, TRY_LATER);
    public static final ProblemType AUDIT_UNAVAILABLE =
            new ProblemType("audit_unavailable", "Audit trail unavailable", 503, TRY_LATER);

    public static final ProblemType PROVIDER_UNAVAILABLE =
            new ProblemType("provider_unavailable", "Identity provider unavailable", 503, TRY_LATER);

    /** The problem's identity as a URI reference, relative to the hub. */
    public String uri() {
        return "/problems/" + slug;
    }

    /** The type that stands for an HTTP status which the server itself chose. */
    public static ProblemType ofStatus(int status) {
        return switch (status) {
            case 400 -> MALFORMED;
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> TOO_SLOW;
            case 409 -> CONFLICT;
            case 412 -> STALE;
            case 413 -> TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 422 -> RULE_BROKEN;
            case 429 -> RATE_LIMITED;
            case 503 -> STORE_UNAVAILABLE;
            default ->
                status < 500 ? new ProblemType("http_" + status, "Request refused", status, POLICY) : INTERNAL_ERROR;
        };
    }
}
