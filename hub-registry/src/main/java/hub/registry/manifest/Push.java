package hub.registry.manifest;

import hub.accounts.Caller;
import hub.registry.Digest;
import hub.registry.TagName;
import hub.repositories.RepositoryRef;
import java.util.List;

/** All that one push brings. */
record Push(
    Caller caller,
    Caller.Identity pusher,
    RepositoryRef repository,
    List<TagName> tags,
    Digest digest,
    ManifestDocument document,
    byte[] body) {}
