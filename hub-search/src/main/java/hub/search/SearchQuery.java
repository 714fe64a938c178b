package hub.search;

/**
 * What is looked for.
 *
 * @param text words, part of a name, or a namespace; empty means all
 * @param official true for official images only
 * @param minStars at least so many stars
 * @param page 1 and up
 * @param size how many a page, 1 to 100
 */
public record SearchQuery(
    String text, boolean official, int minStars, SearchOrder order, int page, int size) {}
