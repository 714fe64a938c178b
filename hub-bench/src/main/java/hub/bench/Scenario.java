package hub.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that clients do to a registry, again and again.
 *
 * @param name as the table has it, and as {@code --only} finds it
 * @param writes whether it leaves something behind
 * @param moves whether bytes are what it is about, so that throughput is told
 */
record Scenario(String name, boolean writes, boolean moves, Operation operation) {

  private static final int MB = 1_000_000;

  /** Mostly pulls, as registries know it. */
  static Scenario mixed() {
    return new Scenario(
        "3 pulls to 1 push, 1 MB",
        true,
        true,
        (client, seeds, turn) -> {
          if (turn % 4 != 3) {
            return pullImage(client, seeds, MB);
          }
          client.pushInOnePut(seeds.repository(), Payload.fresh(MB));
          return MB;
        });
  }

  /** The sizes of layers that are pushed and pulled, in bytes. */
  static final List<Integer> SIZES = List.of(MB, 10 * MB, 100 * MB);

  /** What a client does once. */
  interface Operation {

    /**
     * @param turn counts what this client has done
     * @return how many bytes of content were moved
     */
    long run(RegistryClient client, Seeds seeds, int turn) throws IOException;
  }

  /** All there are, in the order of the table. */
  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (int size : SIZES) {
      String mb = size / MB + " MB";
      all.add(
          new Scenario(
              "push " + mb + ", one PUT",
              true,
              true,
              (client, seeds, turn) -> {
                client.pushInOnePut(seeds.repository(), Payload.fresh(size));
                return size;
              }));
      all.add(
          new Scenario(
              "push " + mb + ", PATCH and PUT",
              true,
              true,
              (client, seeds, turn) -> {
                client.pushInOnePatch(seeds.repository(), Payload.fresh(size));
                return size;
              }));
    }
    for (int size : SIZES) {
      String mb = size / MB + " MB";
      all.add(
          new Scenario(
              "pull image of " + mb,
              false,
              true,
              (client, seeds, turn) -> pullImage(client, seeds, size)));
      all.add(
          new Scenario(
              "pull blob of " + mb,
              false,
              true,
              (client, seeds, turn) ->
                  client.get("/v2/" + seeds.repository() + "/blobs/" + seeds.image(size).layer())));
    }
    all.add(mixed());
    all.add(
        new Scenario(
            "manifest HEAD by tag",
            false,
            false,
            (client, seeds, turn) -> {
              client.head(manifest(seeds, seeds.image(MB).tag()));
              return 0;
            }));
    all.add(asking("manifest GET by tag", seeds -> manifest(seeds, seeds.image(MB).tag())));
    all.add(asking("manifest GET by digest", seeds -> manifest(seeds, seeds.image(MB).digest())));
    all.add(
        asking(
            "list of " + Seeds.TAGS + " tags",
            seeds -> "/v2/" + seeds.repository() + "/tags/list?n=" + Seeds.TAGS));
    all.add(asking("catalog, 50 names", seeds -> "/v2/_catalog?n=50"));
    all.add(
        asking(
            Seeds.REFERRERS + " referrers",
            seeds -> "/v2/" + seeds.repository() + "/referrers/" + seeds.image(MB).digest()));
    return List.copyOf(all);
  }

  /** What is asked of a hub that holds very much; see {@link Crowd}. */
  static List<Scenario> ofACrowd() {
    return List.of(
        asking("100 of 100,000 repositories", seeds -> "/v2/_catalog?n=100"),
        asking(
            "100 of 100,000 repositories, later",
            seeds -> "/v2/_catalog?n=100&last=" + Crowd.LAST_NAME),
        asking(
            "1,000 of 100,000 tags",
            seeds -> "/v2/" + seeds.repository() + "/tags/list?n=1000&last=" + Crowd.LAST_TAG),
        asking(
            "a page of 10,000 referrers, of one type",
            seeds ->
                "/v2/"
                    + seeds.repository()
                    + "/referrers/"
                    + seeds.image(MB).digest()
                    + "?artifactType=application/vnd.example.1"));
  }

  private interface Question {
    String target(Seeds seeds);
  }

  private static Scenario asking(String name, Question question) {
    return new Scenario(
        name,
        false,
        false,
        (client, seeds, turn) -> {
          client.get(question.target(seeds));
          return 0;
        });
  }

  /** As clients pull: is it there, its manifest, its configuration, its layer. */
  private static long pullImage(RegistryClient client, Seeds seeds, int size) throws IOException {
    Seeds.Image image = seeds.image(size);
    String blobs = "/v2/" + seeds.repository() + "/blobs/";
    client.head(manifest(seeds, image.tag()));
    return client.get(manifest(seeds, image.digest()))
        + client.get(blobs + image.config())
        + client.get(blobs + image.layer());
  }

  private static String manifest(Seeds seeds, String reference) {
    return "/v2/" + seeds.repository() + "/manifests/" + reference;
  }
}
