package hubtesting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A layer of an image: a tar file of one small file, {@code /srv/content}.
 *
 * @param home the directory it lies in, alone, as {@code layer.tar}
 */
public record Layer(Path home) {

  /** One that holds this text; another text is another layer, which no client knows yet. */
  public static Layer of(String content) {
    try {
      Path home = Scratch.directory("layer");
      Path root = Scratch.directory("root");
      Path directory = Files.createDirectories(root.resolve("srv"));
      Files.writeString(directory.resolve("content"), content);
      var layer = new Layer(home);
      Command.of("tar", "-C", root, "-cf", layer.tar(), "srv").run().succeeds();
      return layer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path tar() {
    return home.resolve("layer.tar");
  }
}
