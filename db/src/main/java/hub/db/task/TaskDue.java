package hub.db.task;

/**
 * A task became due now and is committed; the lane that runs it need not wait for its next look.
 */
record TaskDue(String taskName) {}
