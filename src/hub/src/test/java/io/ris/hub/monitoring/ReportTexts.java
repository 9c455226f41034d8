package io.ris.hub.monitoring;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reports as machines send them, in which some of the figures differ each time. */
public final class ReportTexts {

    private ReportTexts() {}

    /** A small one. */
    public static byte[] small(String agentId, double cpu) {
        return ("{\"agent_id\":\"" + agentId + "\",\"hostname\":\"" + agentId
                        + ".example\",\"host_info\":{\"cpu_info\":{\"usage\":" + cpu + "}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** One of some 35 KB: 80 processes, 60 connections, 5 containers. */
    public static byte[] large(String agentId, int turn) {
        Random figures = new Random(31L * agentId.hashCode() + turn);
        String containers = IntStream.range(0, 5)
                .mapToObj(number -> text(
                        "{'id':'%s','name':'app-%d','image':'registry/app:%d','image_id':'sha256:%s','status':'Up 3 hours',"
                                + "'state':'running','created':'2026-11-22T20:00:00Z','ports':[{'private_port':80,'public_port':%d,"
                                + "'type':'tcp','ip':'0.0.0.0'}],'labels':{'app':'web','com.docker.compose.project':'shop'},"
                                + "'stats':{'cpu_percent':%.2f,'memory_usage_mb':%.2f,'memory_limit_mb':512,'memory_percent':%.2f,"
                                + "'network_rx_mb':%.2f,'network_tx_mb':%.2f}}",
                        containerId(agentId, number),
                        number,
                        number,
                        containerId(agentId, number),
                        8080 + number,
                        figures.nextDouble() * 100,
                        figures.nextDouble() * 512,
                        figures.nextDouble() * 100,
                        turn + figures.nextDouble(),
                        turn + figures.nextDouble()))
                .collect(Collectors.joining(","));
        String processes = IntStream.range(0, 80)
                .mapToObj(number -> text(
                        "{'pid':%d,'name':'proc-%d','cmdline':'/usr/lib/something/proc-%d --config /etc/proc/%d.conf --port %d',"
                                + "'state':'S','ppid':1,'uid':1000,'gid':1000,'threads':%d,'cpu_time':%d,'memory_mb':%.2f,"
                                + "'open_files':%d,'cgroup':'0::/system.slice/docker-%s.scope'}",
                        100 + number,
                        number,
                        number,
                        number,
                        8000 + number,
                        1 + number % 40,
                        100_000L * number + turn * 3L + figures.nextInt(20),
                        10 + number + (figures.nextInt(4) == 0 ? figures.nextDouble() : 0),
                        number,
                        containerId(agentId, number % 5)))
                .collect(Collectors.joining(","));
        String connections = IntStream.range(0, 60)
                .mapToObj(number -> text(
                        "{'protocol':'tcp','local_addr':'10.0.0.1','local_port':%d,'remote_addr':'10.0.0.%d','remote_port':%d,"
                                + "'state':'ESTABLISHED','pid':%d,'process_name':'proc-%d'}",
                        40_000 + number + (figures.nextInt(5) == 0 ? turn : 0),
                        2 + number,
                        8000 + number,
                        100 + number,
                        number))
                .collect(Collectors.joining(","));
        return text(
                        "{'agent_id':'%s','hostname':'%s','timestamp':'2026-11-23T00:%02d:%02dZ','host_info':{'kernel_version':'6.1',"
                                + "'cpu_info':{'model':'Xeon','cores':8,'usage':%.2f},'memory_info':{'total_mb':16384,'usage':%.2f},"
                                + "'load_average':{'load1':%.2f,'load5':0.4,'load15':0.3}},'docker_info':{'containers':[%s],"
                                + "'total_containers':5},'processes_info':{'processes':[%s],'total_processes':80},"
                                + "'network_info':{'connections':[%s],'total_connections':60}}",
                        agentId,
                        agentId,
                        turn / 4 % 60,
                        turn % 4 * 15,
                        figures.nextDouble() * 100,
                        figures.nextDouble() * 100,
                        figures.nextDouble() * 8,
                        containers,
                        processes,
                        connections)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The id of a container of an agent. */
    public static String containerId(String agentId, int number) {
        return text("%032x%032x", agentId.hashCode() & 0xffffffffL, number + 1);
    }

    private static String text(String form, Object... values) {
        return String.format(Locale.ROOT, form, values).replace('\'', '"');
    }
}
