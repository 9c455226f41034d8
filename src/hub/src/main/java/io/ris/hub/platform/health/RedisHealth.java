package io.ris.hub.platform.health;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.redis.Redis;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Tells whether this node shares what nodes share through Redis. Ready in any case: without it the node goes on alone. */
@HubService
@Readiness
public class RedisHealth implements HealthCheck {

    private final Redis redis;
    private final HealthDetail detail;

    @Inject
    public RedisHealth(Redis redis, HealthDetail detail) {
        this.redis = redis;
        this.detail = detail;
    }

    @Override
    public HealthCheckResponse call() {
        return detail.check("redis", response -> response.withData("state", state()));
    }

    private String state() {
        if (!redis.isConfigured()) {
            return "not configured";
        }
        return redis.isAnswering() ? "shared" : "away, this node goes on alone";
    }
}
