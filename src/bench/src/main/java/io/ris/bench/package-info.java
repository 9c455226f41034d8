/**
 * The load generator and the benchmarks of {@code ./ris bench NAME}.
 *
 * <p>{@link io.ris.bench.HubUnderTest} is the hub that is measured, started for the purpose or running already. An
 * {@link io.ris.bench.AgentFleet} is many {@link io.ris.bench.SimulatedAgent}s, each enrolled with a key of its own and
 * connected by mutual TLS as a real agent is, but answering from memory. {@link io.ris.bench.TaskLoad} submits tasks. A {@link
 * io.ris.bench.ReportFleet} is agents that report what they observe on {@link io.ris.bench.probes machines that do not exist}; {@link
 * io.ris.bench.TimedLoad} sends and reads over kept-alive connections for a while.
 * {@link io.ris.bench.Figures} prints what was measured beside what we aim for.
 */
@NullMarked
package io.ris.bench;

import org.jspecify.annotations.NullMarked;
