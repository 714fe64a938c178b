package hub.bench;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One run of one scenario against one registry.
 *
 * @param micros how long each operation took that went well, in microseconds
 * @param bytes of content that were moved
 * @param seconds from the first operation to the end of the last
 * @param serverCpu processor seconds of the registry without its database
 * @param databaseCpu those of its database
 * @param othersShare how much of the machine was busy with neither this program nor the registry,
 *     from 0 to 1
 * @param failures how many operations went wrong
 * @param failure the first of those, in words
 */
record Measurement(
    Histogram micros,
    long bytes,
    double seconds,
    double serverCpu,
    double databaseCpu,
    double othersShare,
    long failures,
    @Nullable String failure) {

  double millisAt(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1000.0;
  }

  double operationsPerSecond() {
    return micros.getTotalCount() / seconds;
  }

  double megabytesPerSecond() {
    return bytes / 1e6 / seconds;
  }

  /** Processor seconds for a GiB that was moved, the database's with them. */
  double cpuPerGib() {
    return (serverCpu + databaseCpu) / (bytes / (double) (1 << 30));
  }

  /** Processor milliseconds for one operation. */
  double cpuMillisPerOperation(double cpu) {
    return cpu * 1000 / micros.getTotalCount();
  }
}
