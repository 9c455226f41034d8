package io.ris.hub.platform.redis;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.StartupOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** What is counted of Redis, where there is one. */
@HubService
class RedisMetrics {

    void register(@Observes @Priority(StartupOrder.WORK) Startup startup, Redis redis, MetricRegistry registry) {
        if (redis.isConfigured()) {
            registry.gauge("ris_redis_answering", redis, asked -> asked.isAnswering() ? 1 : 0);
            registry.gauge("ris_redis_outages", redis, Redis::outages);
        }
    }
}
