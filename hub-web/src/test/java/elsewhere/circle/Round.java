package elsewhere.circle;

import elsewhere.circle.trip.Trip;

/** Goes there. */
public record Round(Trip trip) {}
