package hub.registry.manifest;

import hub.accounts.Caller;
import hub.registry.Condition;
import hub.registry.Digest;
import hub.registry.Reference;
import hub.registry.TagName;
import hub.repositories.RepositoryRef;
import java.util.List;

/**
 * All that one push brings.
 *
 * @param condition of the tag it moves, or where it names the digest, of the manifest
 */
record Push(
    Caller caller,
    Caller.Identity pusher,
    RepositoryRef repository,
    List<TagName> tags,
    Digest digest,
    ManifestDocument document,
    byte[] body,
    Reference reference,
    Condition condition) {}
