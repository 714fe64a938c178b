package hub.web.api;

import hub.accounts.Caller;

/** The namespace of the path, in which {@link ApiDoor} lets the caller make repositories. */
public record GrantedNamespace(Caller caller, String name) {}
