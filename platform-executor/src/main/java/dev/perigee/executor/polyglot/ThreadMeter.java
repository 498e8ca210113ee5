package dev.perigee.executor.polyglot;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What threads have used of the processor and of the heap. */
final class ThreadMeter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private ThreadMeter() {}

    static long allocatedByCurrent() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    static long cpuOfCurrent() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Bytes allocated since the thread began; -1 when it is gone. */
    static long allocated(Thread thread) {
        return THREADS.getThreadAllocatedBytes(thread.threadId());
    }

    /** Processor time in nanoseconds since the thread began; -1 when it is gone. */
    static long cpu(Thread thread) {
        return THREADS.getThreadCpuTime(thread.threadId());
    }
}
