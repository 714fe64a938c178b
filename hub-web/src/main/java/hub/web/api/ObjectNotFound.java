package hub.web.api;

/** There is nothing at this address of the API. */
public class ObjectNotFound extends RuntimeException {}
