package hub.registry.browse;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How containers of the image start. */
public record ContainerDefaults(
    List<String> entrypoint,
    List<String> cmd,
    List<String> env,
    List<String> exposedPorts,
    List<String> volumes,
    Map<String, String> labels,
    @Nullable String user,
    @Nullable String workingDir,
    @Nullable String author) {}
