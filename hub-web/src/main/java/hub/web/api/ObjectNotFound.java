package hub.web.api;

/** There is nothing at this address of the API. */
class ObjectNotFound extends RuntimeException {}
