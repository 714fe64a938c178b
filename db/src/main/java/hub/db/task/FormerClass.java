package hub.db.task;

/**
 * A class of task data whose package has changed since a version that wrote task data by Java's
 * serialisation. The rows that such a version has queued are still read.
 *
 * @param name the full name in those rows; what follows the last dot is as it is now
 * @param type the class as it is now
 */
public record FormerClass(String name, Class<?> type) {}
