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
import org.jspecify.annotations.Nullable;

/** The machine's processes, from {@code /proc}. It remembers between turns what seldom changes. Not thread-safe. */
final class ProcessTable {

    /** Processes that a report may hold; some 2 MB of them. */
    static final int MOST = 3_000;

    private final ProcFiles proc;
    private final int most;
    private final FactsReader reader;
    private final OpenFiles openFiles;
    private Map<Long, Remembered> known = Map.of();

    ProcessTable(ProcFiles proc) {
        this(proc, MOST);
    }

    ProcessTable(ProcFiles proc, int most) {
        this.proc = proc;
        this.most = most;
        this.reader = new FactsReader(proc);
        this.openFiles = new OpenFiles(proc);
    }

    /** Facts, and at how many further turns they need not be read again. */
    private record Remembered(long started, String name, ProcessFacts facts, int turns) {

        /**
         * A program that is found at one turn may have been started a moment before, by one that was about to become another; at
         * the next turn it has settled. After that it is looked at now and then, not all at the same turn.
         */
        private static final int TURNS_OF_A_NEW_ONE = 0;

        private static final int TURNS_OF_A_SETTLED_ONE = 16;

        static Remembered anew(@Nullable Remembered before, StatLine stat, ProcessFacts facts, long pid) {
            boolean settled = before != null && before.isOf(stat);
            int turns = settled ? TURNS_OF_A_SETTLED_ONE + (int) (pid % TURNS_OF_A_SETTLED_ONE) : TURNS_OF_A_NEW_ONE;
            return new Remembered(stat.started(), stat.name(), facts, turns);
        }

        boolean isOf(StatLine stat) {
            return started == stat.started() && name.equals(stat.name());
        }

        Remembered older() {
            return new Remembered(started, name, facts, turns - 1);
        }
    }

    /** Looks at all processes. */
    ProcessScan scan() {
        openFiles.begin();
        Turn turn = new Turn();
        for (long pid : pids()) {
            proc.read(pid + "/stat").flatMap(StatLine::of).ifPresent(stat -> turn.see(pid, stat));
        }
        known = turn.remembered;
        return turn.scan();
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

    /** What one turn gathers. */
    private final class Turn {

        private final Map<Long, Remembered> remembered = HashMap.newHashMap(known.size());
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
            if (before != null && before.turns() > 0 && before.isOf(stat)) {
                remembered.put(pid, before.older());
                return Optional.of(before.facts());
            }
            Optional<ProcessFacts> facts = reader.read(pid, stat.name());
            facts.ifPresent(read -> remembered.put(pid, Remembered.anew(before, stat, read, pid)));
            return facts;
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
