package hub.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What processes have used of the machine, as Linux tells it in {@code /proc}.
 *
 * @param cpuTicks of one hundredth of a second of processor time, in user and system mode, with
 *     that of children that have ended
 * @param peakKib of resident memory, the largest there has been in any one process
 */
record ProcessCost(long cpuTicks, long peakKib) {

  private static final double TICKS_A_SECOND = 100;

  static final ProcessCost NOTHING = new ProcessCost(0, 0);

  /** A process and all below it. */
  static ProcessCost ofTree(ProcessHandle root) {
    return tree(root).map(ProcessCost::of).reduce(NOTHING, ProcessCost::plus);
  }

  /** The same without one that may be below it, and all below that. */
  static ProcessCost ofTree(ProcessHandle root, ProcessHandle without) {
    Set<Long> left = tree(without).collect(Collectors.toSet());
    return tree(root)
        .filter(pid -> !left.contains(pid))
        .map(ProcessCost::of)
        .reduce(NOTHING, ProcessCost::plus);
  }

  private static Stream<Long> tree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid);
  }

  static ProcessCost of(long pid) {
    try {
      return new ProcessCost(cpuTicks(pid), peakKib(pid));
    } catch (IOException e) {
      // It has ended in this moment; its time counts with its parent's.
      return NOTHING;
    }
  }

  /** The processor time since then, in seconds. */
  double cpuSecondsSince(ProcessCost before) {
    return (cpuTicks - before.cpuTicks) / TICKS_A_SECOND;
  }

  private ProcessCost plus(ProcessCost other) {
    return new ProcessCost(cpuTicks + other.cpuTicks, Math.max(peakKib, other.peakKib));
  }

  /** The processor time that the whole machine has been busy with, in seconds. */
  static double busySeconds() throws IOException {
    String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
    // user, nice, system, then idle and iowait, then irq and softirq
    long ticks = 0;
    for (int field : new int[] {1, 2, 3, 6, 7}) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks / TICKS_A_SECOND;
  }

  /** Fields 14 to 17 of the line, counted behind the name, which may hold anything. */
  private static long cpuTicks(long pid) throws IOException {
    String line = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int field = 11; field <= 14; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return ticks;
  }

  /** The memory that a process has now. */
  static long residentKib(long pid) throws IOException {
    return status(pid, "VmRSS:");
  }

  private static long peakKib(long pid) throws IOException {
    return status(pid, "VmHWM:");
  }

  private static long status(long pid, String field) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith(field)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }
}
