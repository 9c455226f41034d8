package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that the agent makes from where it stands (seed 000, HTTPTask).
 *
 * @param method GET, HEAD, OPTIONS, POST, PUT, PATCH or DELETE; GET where none is given
 * @param url absolute {@code http} or {@code https} URL
 * @param headers request headers, one value each
 * @param body request body as text; null for none
 * @param timeout bound of one attempt; null for the hub's default
 * @param retries how often a transient failure is tried again, 0 to 10; null for the hub's default
 * @param auth credentials; null for none
 * @param validation what the answer must be for the task to complete; null accepts every answer
 * @param followRedirects whether 3xx answers are followed; true where not given
 * @param maxRedirects how many are followed, 0 to 20; null for 10
 * @param cookies sent to the origin of {@code url}, beside those that answers of the exchange set
 * @param tls how connections are encrypted; null for the machine's authorities and no client certificate
 */
public record HttpRequestSpec(
        String method,
        String url,
        Map<String, String> headers,
        @Nullable String body,
        @Nullable Duration timeout,
        @Nullable Integer retries,
        @Nullable HttpAuth auth,
        @Nullable HttpValidation validation,
        @Nullable Boolean followRedirects,
        @Nullable Integer maxRedirects,
        Map<String, String> cookies,
        @Nullable HttpTls tls)
        implements TaskSpec {

    /** The value of {@code type} in JSON. */
    public static final String TYPE = "http_request";

    private static final int MAX_REDIRECTS = 20;
    private static final int REDIRECTS = 10;

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> SECRET_HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token");

    /** How a message travels is not for a task to say: java.net.http takes none of these. */
    private static final Set<String> RESERVED_HEADERS = Set.of("connection", "content-length", "expect", "upgrade");

    /** RFC 9110, section 5.6.2: token. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    /** RFC 6265, section 4.1.1: cookie-value; anything else could be read as the beginning of another cookie. */
    private static final Pattern COOKIE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]*|\"[!#-+\\--:<-\\[\\]-~]*\"");

    /** @throws SpecException naming the field at fault */
    @SuppressWarnings({"ConstantValue", "NullAway"}) // JSON leaves out what is optional
    public HttpRequestSpec {
        method = method == null ? "GET" : method.toUpperCase(Locale.ROOT);
        SpecException.check(
                METHODS.contains(method), "method", "must be one of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE");
        SpecException.check(url != null, "url", "is required");
        SpecException.checkUrl(url, "must not hold credentials; use auth");
        headers = headers == null ? Map.of() : SpecException.checkedMap(headers, "headers");
        headers.forEach(HttpRequestSpec::checkHeader);
        SpecException.checkTimeout(timeout);
        SpecException.check(retries == null || (retries >= 0 && retries <= 10), "retries", "must be 0 to 10");
        SpecException.check(
                maxRedirects == null || (maxRedirects >= 0 && maxRedirects <= MAX_REDIRECTS),
                "max_redirects",
                "must be 0 to " + MAX_REDIRECTS);
        cookies = cookies == null ? Map.of() : SpecException.checkedMap(cookies, "cookies");
        cookies.forEach(HttpRequestSpec::checkCookie);
        SpecException.check(
                cookies.isEmpty() || headers.keySet().stream().noneMatch("cookie"::equalsIgnoreCase),
                "cookies",
                "cannot go with a Cookie header");
    }

    /** Without cookies and options of its own for redirects and encryption. */
    public HttpRequestSpec(
            String method,
            String url,
            Map<String, String> headers,
            @Nullable String body,
            @Nullable Duration timeout,
            @Nullable Integer retries,
            @Nullable HttpAuth auth,
            @Nullable HttpValidation validation,
            @Nullable Boolean followRedirects) {
        this(method, url, headers, body, timeout, retries, auth, validation, followRedirects, null, Map.of(), null);
    }

    private static void checkHeader(String name, String value) {
        checkHeaderName(name, "headers");
        SpecException.check(
                isHeaderValue(value),
                "headers",
                "must hold no line breaks, no other control characters and nothing beyond Latin-1 in " + name);
    }

    static void checkHeaderName(String name, String field) {
        SpecException.check(TOKEN.matcher(name).matches(), field, "has an impossible name");
        SpecException.check(
                !RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT)),
                field,
                "must not hold " + name + ", which the agent sets by itself");
    }

    /** RFC 9110, section 5.5: field-value. */
    static boolean isHeaderValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= 0xff && c != 0x7f));
    }

    private static void checkCookie(String name, String value) {
        SpecException.check(TOKEN.matcher(name).matches(), "cookies", "has an impossible name");
        SpecException.check(
                COOKIE.matcher(value).matches(),
                "cookies",
                "must hold no blanks, quotes, commas, semicolons, backslashes and nothing beyond ASCII in " + name);
    }

    /** Whether redirects are followed. */
    public boolean followsRedirects() {
        return !Boolean.FALSE.equals(followRedirects);
    }

    /** How many redirects are followed before it is too many. */
    public int redirectLimit() {
        return maxRedirects == null ? REDIRECTS : maxRedirects;
    }

    @Override
    @JsonIgnore
    public String type() {
        return TYPE;
    }

    @Override
    @JsonIgnore
    public boolean idempotentByNature() {
        return SAFE_METHODS.contains(method);
    }

    @Override
    @JsonIgnore
    public List<String> secretTexts() {
        List<String> secrets = new ArrayList<>(cookies.values());
        headers.forEach((name, value) -> {
            if (isSecret(name)) {
                secrets.add(value);
                secrets.addAll(HttpAuth.secretParts(name, value));
            }
        });
        if (auth != null) {
            secrets.addAll(auth.secretTexts());
        }
        return secrets;
    }

    private static boolean isSecret(String header) {
        return SECRET_HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    @Override
    public HttpRequestSpec masked() {
        Map<String, String> shown = new LinkedHashMap<>();
        headers.forEach((name, value) -> shown.put(name, isSecret(name) ? HttpAuth.MASK : value));
        Map<String, String> named = new LinkedHashMap<>();
        cookies.keySet().forEach(name -> named.put(name, HttpAuth.MASK));
        return new HttpRequestSpec(
                method,
                url,
                shown,
                body,
                timeout,
                retries,
                auth == null ? null : auth.masked(),
                validation,
                followRedirects,
                maxRedirects,
                named,
                tls == null ? null : tls.masked());
    }

    @Override
    public String toString() {
        return "HttpRequestSpec[" + method + "]";
    }
}
