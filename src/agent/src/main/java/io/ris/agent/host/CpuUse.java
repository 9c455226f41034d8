package io.ris.agent.host;

/** How busy the machine's processors were since it was last asked. Not thread-safe. */
public final class CpuUse {

    private static final int STATES_UNTIL_IDLE = 3;
    private static final int STATES_AFTER_IO_WAIT = 3;

    private final ProcFiles proc;
    private Ticks before;

    public CpuUse(ProcFiles proc) {
        this.proc = proc;
        this.before = read();
    }

    /** All processors together, in percent since the call before, or since this was made; 0 where the system does not tell. */
    public double percent() {
        Ticks now = read();
        double percent = Percent.of(now.busy() - before.busy(), now.total() - before.total());
        before = now;
        return percent;
    }

    private Ticks read() {
        return proc.read("stat")
                .filter(line -> line.startsWith("cpu "))
                .map(Ticks::of)
                .orElse(new Ticks(0, 0));
    }

    /** The first line of {@code /proc/stat} (proc_stat(5)). */
    private record Ticks(long busy, long total) {

        static Ticks of(Cursor line) {
            line.skipWords(1);
            long busy = sum(line, STATES_UNTIL_IDLE);
            long idle = line.number() + line.number();
            busy += sum(line, STATES_AFTER_IO_WAIT);
            // Guest time, which follows, is in user time already.
            return new Ticks(busy, busy + idle);
        }

        private static long sum(Cursor line, int states) {
            long sum = 0;
            for (int state = 0; state < states; state++) {
                sum += line.number();
            }
            return sum;
        }
    }
}
