package io.ris.agent.telemetry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an engine answers, as far as reports tell it (Docker Engine API 1.41; others that speak it leave things out). */
final class EngineAnswers {

    private EngineAnswers() {}

    /** Of {@code /info}. */
    record Info(
            @JsonProperty("ServerVersion") @Nullable String version,
            @JsonProperty("Images") @Nullable Integer images) {}

    /** Of {@code /containers/json}. */
    record Listed(
            @JsonProperty("Id") String id,
            @JsonProperty("Names") @Nullable List<String> names,
            @JsonProperty("Image") @Nullable String image,
            @JsonProperty("ImageID") @Nullable String imageId,
            @JsonProperty("Status") @Nullable String status,
            @JsonProperty("State") @Nullable String state,
            @JsonProperty("Created") @Nullable Long created,
            @JsonProperty("Ports") @Nullable List<ListedPort> ports,
            @JsonProperty("Labels") @Nullable Map<String, String> labels) {

        Listed {
            requireNonNull(id, "a container has an id");
        }

        boolean isRunning() {
            return "running".equals(state);
        }

        boolean isPaused() {
            return "paused".equals(state);
        }

        /** Whether it has processes, and so uses something. */
        boolean isAlive() {
            return isRunning() || isPaused();
        }
    }

    /** A port of a listed container. */
    record ListedPort(
            @JsonProperty("PrivatePort") @Nullable Integer privatePort,
            @JsonProperty("PublicPort") @Nullable Integer publicPort,
            @JsonProperty("Type") @Nullable String type,
            @JsonProperty("IP") @Nullable String ip) {}

    /** Of {@code /containers/ID/stats}. Its figures have 64 bits without a sign, and all of them set where there is no limit. */
    record Stats(
            @Nullable Cpu cpuStats,
            @Nullable Memory memoryStats,
            @Nullable Map<String, Traffic> networks) {}

    /**
     * Processor time.
     *
     * @param systemCpuUsage of the whole machine, in nanoseconds
     */
    record Cpu(
            @Nullable CpuTime cpuUsage,
            @Nullable Double systemCpuUsage,
            @Nullable Integer onlineCpus) {}

    /** @param totalUsage of the container, in nanoseconds */
    record CpuTime(@Nullable Double totalUsage, @Nullable List<Double> percpuUsage) {}

    /** Memory in bytes. */
    record Memory(
            @Nullable Double usage,
            @Nullable Double limit,
            @Nullable CacheUse stats) {}

    /** Files in memory that nobody asked for of late: {@code total_} where control groups are of version 1. */
    record CacheUse(
            @Nullable Double totalInactiveFile, @Nullable Double inactiveFile) {}

    /** Traffic of one interface. */
    record Traffic(@Nullable Double rxBytes, @Nullable Double txBytes) {}

    /** A figure that may not be there. */
    static long figure(@Nullable Double value) {
        return value == null ? 0 : value.longValue();
    }

    /** A figure that may not be there. */
    static int figure(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
