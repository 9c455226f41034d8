package io.ris.agent.telemetry;

import io.ris.agent.host.Cursor;
import io.ris.agent.host.ProcFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The machine's processes, from {@code /proc}. It remembers between turns what seldom changes. Not thread-safe. */
final class ProcessTable {

    /** Processes that a report may hold; some 2 MB of them. */
    static final int MOST = 3_000;

    /**
     * For so many turns facts are good, or up to twice as many. Those of a process that is new are read again at the next turn: it
     * may have been started a moment before, by one that was about to become another program.
     */
    private static final int TURNS_OF_FACTS = 16;

    private final ProcFiles proc;
    private final int most;
    private final FactsReader reader;
    private final OpenFiles openFiles;
    private final Map<Long, Remembered> known = new HashMap<>();
    private long turn;

    ProcessTable(ProcFiles proc) {
        this(proc, MOST);
    }

    ProcessTable(ProcFiles proc, int most) {
        this.proc = proc;
        this.most = most;
        this.reader = new FactsReader(proc);
        this.openFiles = new OpenFiles(proc);
    }

    /** Looks at all processes. */
    ProcessScan scan() {
        turn++;
        openFiles.begin();
        Turn seen = new Turn();
        for (long pid : pids()) {
            proc.read(pid + "/stat").flatMap(StatLine::of).ifPresent(stat -> seen.see(pid, stat));
        }
        known.values().removeIf(process -> process.lastSeen != turn);
        return seen.scan();
    }

    private long[] pids() {
        LongStream.Builder pids = LongStream.builder();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc.path("."))) {
            for (Path entry : entries) {
                Cursor name = Cursor.of(entry.getFileName().toString());
                long pid = name.number();
                if (pid > 0 && name.left() == 0) {
                    pids.add(pid);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A machine without a process file system has no processes that could be told.
            return new long[0];
        }
        long[] sorted = pids.build().toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** A process that was read. It lives as long as the process, so that a turn leaves little behind that must be collected. */
    private static final class Remembered {

        private final long started;
        private final String name;
        private final ProcessFacts facts;
        private final long readAgainAt;
        private long lastSeen;

        Remembered(StatLine stat, ProcessFacts facts, long turn, long readAgainAt) {
            this.started = stat.started();
            this.name = stat.name();
            this.facts = facts;
            this.readAgainAt = readAgainAt;
            this.lastSeen = turn;
        }

        boolean isOf(StatLine stat) {
            return started == stat.started() && name.equals(stat.name());
        }
    }

    /** What one turn gathers. */
    private final class Turn {

        private final Map<Long, ProcessScan.Owner> owners = new HashMap<>();
        private final List<Sighting> ofUsers = new ArrayList<>();
        private final List<Sighting> ofTheKernel = new ArrayList<>();
        private int total;

        void see(long pid, StatLine stat) {
            total++;
            if (stat.isKernelThread()) {
                if (ofTheKernel.size() < most) {
                    ofTheKernel.add(new Sighting(pid, stat, ProcessFacts.ofKernelThread(stat.name()), 0));
                }
            } else if (ofUsers.size() < most) {
                facts(pid, stat).ifPresent(facts -> ofUsers.add(seen(pid, stat, facts)));
            }
        }

        private Optional<ProcessFacts> facts(long pid, StatLine stat) {
            Remembered before = known.get(pid);
            boolean same = before != null && before.isOf(stat);
            if (before != null && same && before.readAgainAt > turn) {
                before.lastSeen = turn;
                return Optional.of(before.facts);
            }
            Optional<ProcessFacts> facts = reader.read(pid, stat.name());
            facts.ifPresent(read -> known.put(pid, new Remembered(stat, read, turn, same ? settled(pid) : turn + 1)));
            return facts;
        }

        /** Not all at the same turn. */
        private long settled(long pid) {
            return turn + TURNS_OF_FACTS + pid % TURNS_OF_FACTS;
        }

        private Sighting seen(long pid, StatLine stat, ProcessFacts facts) {
            ProcessScan.Owner owner = new ProcessScan.Owner(pid, facts.name());
            long open = openFiles.count(pid, inode -> owners.putIfAbsent(inode, owner));
            return new Sighting(pid, stat, facts, open);
        }

        ProcessScan scan() {
            List<Sighting> all = new ArrayList<>(ofUsers);
            all.addAll(ofTheKernel.subList(0, Math.min(ofTheKernel.size(), most - all.size())));
            return new ProcessScan(all, total, owners);
        }
    }
}
