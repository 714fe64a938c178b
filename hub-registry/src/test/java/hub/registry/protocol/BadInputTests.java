package hub.registry.protocol;

import static hub.registry.protocol.RegistryClient.OCI;
import static hub.registry.protocol.RegistryClient.OCI_INDEX;
import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.Digest;
import hub.registry.protocol.People.Person;
import hub.registry.protocol.RegistryClient.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@RegistryTest
class BadInputTests {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @LocalServerPort int port;
  @Autowired People people;

  private String repository;
  private RegistryClient client;

  @BeforeEach
  void aPersonAndARepository() {
    Person maria = people.confirmed("maria" + COUNT.incrementAndGet());
    repository = maria.name() + "/app";
    client = maria.client(port);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Reply putManifest(String reference, String contentType, byte[] body) {
    return client.put(
        "/v2/" + repository + "/manifests/" + reference, body, "Content-Type", contentType);
  }

  private static void assertError(Reply reply, int status, String code) {
    assertThat(reply.text()).startsWith("{\"errors\":[{\"code\":\"" + code + "\"");
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    assertThat(reply.header("Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "null",
        "\"text\"",
        "{",
        "{\"schemaVersion\":2}",
        "{\"schemaVersion\":2,\"config\":{},\"layers\":[]}",
        "{\"schemaVersion\":2,\"config\":null,\"layers\":[]}",
        "{\"schemaVersion\":2,\"schemaVersion\":2,\"layers\":[]}",
        "{\"schemaVersion\":\"two\",\"layers\":[]}",
        "{\"schemaVersion\":2,\"layers\":[]} trailing",
        "{\"schemaVersion\":1,\"name\":\"x\",\"tag\":\"y\",\"fsLayers\":[]}",
        "{\"schemaVersion\":2,\"layers\":[],\"manifests\":[]}",
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}",
        "{\"schemaVersion\":2,\"mediaType\":\"text/html\",\"layers\":[]}",
        "{\"schemaVersion\":2,\"mediaType\":7,\"layers\":[]}"
      })
  void refusesManifestsThatAreNone(String body) {
    assertError(putManifest("1", OCI, utf8(body)), 400, "MANIFEST_INVALID");
  }

  @Test
  void refusesMediaTypesItDoesNotKnow() {
    assertError(
        putManifest("1", "text/html", utf8("{\"schemaVersion\":2,\"layers\":[]}")),
        400,
        "MANIFEST_INVALID");
    Reply schema1 =
        putManifest(
            "1",
            "application/vnd.docker.distribution.manifest.v1+prettyjws",
            utf8("{\"schemaVersion\":1}"));
    assertError(schema1, 400, "MANIFEST_INVALID");
    assertThat(schema1.message()).contains("schema 1");
  }

  @Test
  void refusesDescriptorsThatLie() {
    byte[] content = utf8("{}");
    Digest digest = client.pushBlob(repository, content);
    for (String config :
        new String[] {
          "{\"mediaType\":\"a/b\",\"digest\":\"sha256:12\",\"size\":2}",
          "{\"mediaType\":\"a/b\",\"digest\":\"md5:12\",\"size\":2}",
          "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":-1}".formatted(digest),
          "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":3}".formatted(digest),
          "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":2.5}".formatted(digest),
          "{\"mediaType\":\"a/b\",\"digest\":\"%s\",\"size\":99999999999999999999}"
              .formatted(digest),
          "{\"mediaType\":\"a\\u0000b\",\"digest\":\"%s\",\"size\":2}".formatted(digest),
          "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2}".formatted("x".repeat(300), digest),
          "{\"digest\":\"%s\",\"size\":2}".formatted(digest)
        }) {
      assertError(
          putManifest(
              "1", OCI, utf8("{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[]}")),
          400,
          "MANIFEST_INVALID");
    }
  }

  /** Fields of a manifest, of its descriptors and of their platform: one is wrong in each. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'schemaVersion':'2'",
        "'schemaVersion':2.0",
        "'mediaType':['a/b']",
        "'artifactType':5",
        "'annotations':'text'",
        "'annotations':['text']",
        "'annotations':{'n':5}",
        "'annotations':{'n':true}",
        "'annotations':{'n':{'x':'1'}}",
        "'annotations':{'n':['1']}",
        "'annotations':{'n':null}",
        "'subject':'sha256:12'",
        "'subject':[]",
        "'subject':{*,'size':'2'}",
        "'subject':{*,'size':-2}",
        "'subject':{*,'size':9223372036854775807}",
        "'subject':{*,'size':2,'annotations':{'n':5}}",
        "'layers':{}",
        "'layers':['text']",
        "'layers':[{*,'size':'2'}]",
        "'layers':[{'mediaType':5,'digest':'sha256:12','size':2}]",
        "'layers':[{'mediaType':'a/b','digest':5,'size':2}]",
        "'layers':[{*,'size':2,'artifactType':{}}]",
        "'layers':[{*,'size':2,'urls':'https://example.org/'}]",
        "'layers':[{*,'size':2,'urls':[5]}]",
        "'layers':[{*,'size':2,'annotations':{'n':5}}]",
        "'layers':[{*,'size':2,'data':5}]",
        "'layers':[{*,'size':2,'data':'no base64'}]",
        "'layers':[{*,'size':2,'data':'e30'}]",
        "'layers':[{*,'size':2,'data':'W10='}]",
        "'layers':[{*,'size':2,'platform':'linux/amd64'}]",
        "'layers':[{*,'size':2,'platform':{'os':5}}]",
        "'layers':[{*,'size':2,'platform':{'os':'linux','architecture':['amd64']}}]",
        "'layers':[{*,'size':2,'platform':{'os.version':10.0}}]",
        "'layers':[{*,'size':2,'platform':{'os.features':'win32k'}}]",
        "'layers':[{*,'size':2,'platform':{'os.features':[5]}}]",
        "'layers':[{*,'size':2,'platform':{'variant':8}}]"
      })
  void refusesFieldsThatClientsInGoCannotRead(String field) {
    Digest digest = client.pushBlob(repository, utf8("{}"));
    assertError(putManifest("1", OCI, manifestWith(field, digest)), 400, "MANIFEST_INVALID");
  }

  /** The control of those above: the same fields, right or without a value. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'artifactType':'application/vnd.example'",
        "'artifactType':null",
        "'annotations':null",
        "'annotations':{}",
        "'annotations':{'n':'5','':''}",
        "'subject':null",
        "'subject':{*,'size':562949953421312,'annotations':{'n':'5'}}",
        "'layers':[]",
        "'layers':[{*,'size':2,'urls':['https://example.org/'],'data':'e30=','annotations':{}}]",
        "'layers':[{*,'size':2,'urls':null,'data':null,'platform':null,'annotations':null}]",
        "'layers':[{*,'size':2,'platform':{'os':'windows','architecture':'amd64','os.version':'10.0',"
            + "'os.features':['win32k'],'variant':'v8','features':[]}}]",
        "'unknown':{'to':['the','specification',5]}"
      })
  void takesFieldsThatTheSpecificationHas(String field) {
    Digest digest = client.pushBlob(repository, utf8("{}"));
    assertThat(putManifest("1", OCI, manifestWith(field, digest)).status()).isEqualTo(201);
  }

  /** A right manifest with one field changed; a star is the type and the digest. */
  private static byte[] manifestWith(String field, Digest digest) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("schemaVersion", "2");
    fields.put("config", RegistryClient.descriptor("a/b", digest, 2));
    fields.put("layers", "[]");
    String text =
        field.replace("{*,", "{'mediaType':'a/b','digest':'" + digest + "',").replace('\'', '"');
    int colon = text.indexOf(':');
    fields.put(text.substring(1, colon - 1), text.substring(colon + 1));
    return utf8(
        fields.entrySet().stream()
            .map(it -> '"' + it.getKey() + "\":" + it.getValue())
            .collect(Collectors.joining(",", "{", "}")));
  }

  @Test
  void refusesBytesThatOnlySomeReadersTakeForJson() {
    Digest digest = client.pushBlob(repository, utf8("{}"));
    String manifest = new String(manifestWith("'layers':[]", digest), StandardCharsets.UTF_8);
    for (byte[] bytes :
        new byte[][] {
          utf8("\uFEFF" + manifest),
          manifest.getBytes(StandardCharsets.UTF_16),
          manifest.getBytes(StandardCharsets.UTF_16LE),
          manifest.getBytes(StandardCharsets.UTF_16BE)
        }) {
      assertError(putManifest("1", OCI, bytes), 400, "MANIFEST_INVALID");
    }
    assertThat(putManifest("1", OCI, utf8(" \n" + manifest)).status()).isEqualTo(201);
  }

  @Test
  void refusesManifestsThatReferToWhatIsNotThere() {
    Digest none = Digest.sha256(utf8("never pushed"));
    String descriptor = RegistryClient.descriptor("a/b", none, 12);
    Reply image =
        putManifest(
            "1", OCI, utf8("{\"schemaVersion\":2,\"config\":" + descriptor + ",\"layers\":[]}"));
    assertError(image, 400, "MANIFEST_BLOB_UNKNOWN");
    assertThat(image.text()).contains(none.toString());
    assertError(
        putManifest(
            "1", OCI_INDEX, utf8("{\"schemaVersion\":2,\"manifests\":[" + descriptor + "]}")),
        400,
        "MANIFEST_BLOB_UNKNOWN");
    assertThat(RegistryClient.anonymous(port).get("/v2/" + repository + "/tags/list").status())
        .isEqualTo(401);
  }

  @Test
  void refusesManifestsThatCostTooMuchToRead() {
    assertError(putManifest("1", OCI, new byte[4 * 1024 * 1024 + 1]), 413, "SIZE_INVALID");
    byte[] deep = new byte[100_000];
    Arrays.fill(deep, (byte) '[');
    assertError(putManifest("1", OCI, deep), 400, "MANIFEST_INVALID");
    String one = RegistryClient.descriptor("a/b", Digest.sha256(new byte[0]), 0);
    String many =
        "{\"schemaVersion\":2,\"config\":"
            + one
            + ",\"layers\":["
            + (one + ",").repeat(20_000)
            + one
            + "]}";
    assertError(putManifest("1", OCI, utf8(many)), 400, "MANIFEST_INVALID");
    assertError(
        putManifest("1", OCI, utf8("[" + "{},".repeat(1_000_000) + "1]")), 400, "MANIFEST_INVALID");
  }

  @Test
  void takesAManifestOfAlmostFourMebibytes() {
    byte[] config = utf8("{}");
    Digest digest = client.pushBlob(repository, config);
    String manifest =
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[],\"annotations\":{\"a\":\"%s\"}}"
            .formatted(
                RegistryClient.descriptor("application/vnd.oci.empty.v1+json", digest, 2),
                "x".repeat(4 * 1024 * 1024 - 1000));
    assertThat(putManifest("big", OCI, utf8(manifest)).status()).isEqualTo(201);
    assertThat(client.get("/v2/" + repository + "/manifests/big").text()).isEqualTo(manifest);
  }

  @Test
  void takesAnnotationsThatTellOfANulOrHaveOne() {
    byte[] config = utf8("{}");
    Digest digest = client.pushBlob(repository, config);
    String manifest =
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[],\"annotations\":{%s}}"
            .formatted(
                RegistryClient.descriptor("application/vnd.oci.empty.v1+json", digest, 2),
                "\"text\":\"\\\\u0000\",\"nul\":\"a\\u0000b\"");
    assertThat(putManifest("nul", OCI, utf8(manifest)).status()).isEqualTo(201);
    assertThat(client.get("/v2/" + repository + "/manifests/nul").text()).isEqualTo(manifest);
  }

  @Test
  void refusesBytesThatAreNotTheOnesTheirDigestNames() {
    String location = client.startUpload(repository);
    client.patch(location, utf8("some bytes"));
    Reply reply = client.put(location + "?digest=" + Digest.sha256(utf8("others")), new byte[0]);
    assertError(reply, 400, "DIGEST_INVALID");
    assertError(client.get(location), 404, "BLOB_UPLOAD_UNKNOWN");
    assertError(client.put(client.startUpload(repository), new byte[0]), 400, "DIGEST_INVALID");
    for (String digest : new String[] {"", "sha256:", "sha256:zz", "sha1:00", "x".repeat(3000)}) {
      assertError(
          client.put(client.startUpload(repository) + "?digest=" + digest, utf8("x")),
          400,
          "DIGEST_INVALID");
    }
    byte[] manifest = client.imageOf(repository, "{}");
    assertError(
        putManifest(Digest.sha256(utf8("others")).toString(), OCI, manifest),
        400,
        "DIGEST_INVALID");
  }

  @Test
  void keepsWhatCameOfAnUploadThatWasCut() throws IOException {
    String location = client.startUpload(repository);
    byte[] content = new byte[700_000];
    Arrays.fill(content, (byte) 7);
    try (Socket socket = new Socket("localhost", port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          utf8(
              "PATCH %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Length: 700000\r\n\r\n"
                  .formatted(location, client.authorization())));
      out.write(content, 0, 600_000);
      out.flush();
    }
    Instant patience = Instant.now().plus(Duration.ofSeconds(20));
    while (!client.get(location).header("Range").equals("0-599999")) {
      assertThat(Instant.now()).isBefore(patience);
      Thread.onSpinWait();
    }
    assertThat(
            client
                .patch(
                    location,
                    Arrays.copyOfRange(content, 600_000, 700_000),
                    "Content-Range",
                    "600000-699999")
                .status())
        .isEqualTo(202);
    assertThat(client.put(location + "?digest=" + Digest.sha256(content), new byte[0]).status())
        .isEqualTo(201);
  }

  @Test
  void refusesPartsOutOfOrderAndTellsWhereToGoOn() {
    String location = client.startUpload(repository);
    assertThat(client.patch(location, new byte[10], "Content-Range", "0-9").status())
        .isEqualTo(202);
    Reply early = client.patch(location, new byte[10], "Content-Range", "20-29");
    assertThat(early.status()).isEqualTo(416);
    assertThat(early.header("Range")).isEqualTo("0-9");
    assertThat(early.header("Location")).isEqualTo(location);
    assertThat(client.patch(location, new byte[10], "Content-Range", "0-9").status())
        .isEqualTo(416);
    assertError(
        client.patch(location, new byte[10], "Content-Range", "10-12"), 400, "SIZE_INVALID");
    assertError(
        client.patch(location, new byte[10], "Content-Range", "ten"), 400, "BLOB_UPLOAD_INVALID");
    Reply status = client.get(location);
    assertThat(status.status()).isEqualTo(204);
    assertThat(status.header("Range")).isEqualTo("0-9");
    assertThat(client.delete(location).status()).isEqualTo(204);
    assertError(client.get(location), 404, "BLOB_UPLOAD_UNKNOWN");
    assertError(
        client.get("/v2/" + repository + "/blobs/uploads/not-an-id"), 404, "BLOB_UPLOAD_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upper/case",
        "maria/.hidden",
        "maria/dash-",
        "maria/a..b",
        "maria/a___b",
        "maria//app",
        "maria/../other",
        "maria/%2e%2e",
        "maria%2Fapp",
        "maria/%2Fapp",
        "maria/a%20b",
        "maria/%E2%98%83",
        "maria/a;b=c",
        "maria/' or 1=1",
        "maria/<script>",
        "-/-"
      })
  void refusesNamesThatCanNameNothing(String name) {
    String path = name.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E");
    assertError(client.get("/v2/" + path + "/tags/list"), 400, "NAME_INVALID");
    assertError(client.post("/v2/" + path + "/blobs/uploads/"), 400, "NAME_INVALID");
  }

  /** Docker's client tries anything but DENIED five times a layer, for 50 seconds. */
  @ParameterizedTest
  @ValueSource(strings = {"a/b/c", "library/a/b/c/d", "maria/a", "my-team/app", "a/app"})
  void namesThatCouldBeOnesElsewhereNameNothingHereAndAreDeniedAtOnce(String name) {
    for (String path : new String[] {"/tags/list", "/manifests/1"}) {
      assertError(client.get("/v2/" + name + path), 404, "NAME_UNKNOWN");
    }
    Reply head = client.head("/v2/" + name + "/blobs/" + Digest.sha256(utf8("x")));
    assertThat(head.status()).isEqualTo(404);
    for (RegistryClient pusher : List.of(client, RegistryClient.anonymous(port))) {
      Reply refused = pusher.post("/v2/" + name + "/blobs/uploads/");
      assertError(refused, 403, "DENIED");
      assertThat(refused.message())
          .startsWith("\"%s\" cannot name a repository: ".formatted(name))
          .containsAnyOf("named namespace/name", "a repository name has", "a Docker ID");
    }
  }

  @Test
  void takesNamesAsLongAsDockerHubDoes() {
    String longest = repository.replace("/app", "/") + "a".repeat(255);
    client.pushImage(longest, "1", utf8("layer"));
    assertThat(client.get("/v2/" + longest + "/manifests/1").status()).isEqualTo(200);
    assertError(client.post("/v2/" + longest + "a/blobs/uploads/"), 403, "DENIED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/maria/%00/tags/list", "/v2/maria/%ff/tags/list", "/v2/../../etc"})
  void answersWhatTheWebServerRefusesInTheProtocolsWords(String path) {
    assertError(client.get(path), 400, "UNSUPPORTED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/", "/v2", "/v2/maria/app/manifests/1", "/v2/_catalog", "/token"})
  void refusesTraceInTheProtocolsWords(String path) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket
          .getOutputStream()
          .write(utf8("TRACE " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
      String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(reply).startsWith("HTTP/1.1 405 ").contains("application/json");
      assertThat(reply)
          .contains(
              "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"the operation is unsupported\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/", "/livez"})
  void saysOfAHostWithAnUnderscoreThatThisIsWhatIsWrong(String path) throws IOException {
    assertThat(asked(path, "stack_hub:5000"))
        .startsWith("HTTP/1.1 400 ")
        .contains("a host name has no underscore");
    assertThat(asked(path, "stack-hub:5000")).doesNotContain("underscore");
  }

  private String asked(String path, String host) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket
          .getOutputStream()
          .write(
              utf8("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void letsNobodyKeepAnErrorInThePlaceOfABlob() {
    Digest digest = client.pushBlob(repository, utf8("five!"));
    Reply beyond = client.get("/v2/" + repository + "/blobs/" + digest, "Range", "bytes=5-");
    assertError(beyond, 416, "SIZE_INVALID");
    assertThat(beyond.header("Content-Range")).isEqualTo("bytes */5");
    assertThat(beyond.header("Cache-Control")).isEqualTo("no-store");
    assertThat(beyond.header("ETag")).isEmpty();
    assertThat(beyond.header("Docker-Content-Digest")).isEmpty();
  }

  @Test
  void refusesHeadersThatAreTooLong() {
    assertError(
        client.get("/v2/" + repository + "/tags/list", "X-Long", "x".repeat(40_000)),
        400,
        "UNSUPPORTED");
    String[] many = new String[600];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "X-Header-" + i;
      many[i + 1] = "x";
    }
    assertThat(client.get("/v2/", many).status()).isEqualTo(400);
    assertThat(client.get("/v2/").status()).isEqualTo(200);
  }

  @Test
  void refusesNamesOfTenThousandCharacters() {
    assertError(
        client.get("/v2/maria/" + "a".repeat(10_000) + "/manifests/1"), 400, "NAME_INVALID");
    assertError(
        client.get("/v2/" + repository + "/manifests/" + "a".repeat(10_000)), 404, "NAME_UNKNOWN");
    client.pushImage(repository, "1", utf8("x"));
    assertError(
        client.get("/v2/" + repository + "/manifests/" + "a".repeat(10_000)),
        404,
        "MANIFEST_UNKNOWN");
    assertError(
        putManifest("a".repeat(129), OCI, client.imageOf(repository, "{}")),
        400,
        "MANIFEST_INVALID");
    assertThat(
            client
                .get("/v2/" + repository + "/tags/list?last=" + "z".repeat(10_000))
                .json()
                .path("tags"))
        .isEmpty();
  }

  @Test
  void boundsHowManyAreListed() {
    client.pushImage(repository, "1", utf8("x"));
    client.pushImage(repository, "2", utf8("x"));
    String tags = "/v2/" + repository + "/tags/list";
    assertThat(client.get(tags + "?n=2147483648").json().path("tags")).hasSize(2);
    assertThat(client.get(tags + "?n=0").json().path("tags")).isEmpty();
    assertThat(client.get(tags + "?n=0").header("Link")).isEmpty();
    Reply one = client.get(tags + "?n=1");
    assertThat(one.json().path("tags")).hasSize(1);
    assertThat(one.header("Link")).isEqualTo("<%s?n=1&last=1>; rel=\"next\"".formatted(tags));
    assertError(client.get(tags + "?n=-1"), 400, "UNSUPPORTED");
    assertError(client.get(tags + "?n=many"), 400, "UNSUPPORTED");
  }

  @Test
  void answersUnknownPathsAndMethodsInTheProtocolsWords() {
    assertError(client.get("/v2/maria/app/nothing"), 404, "UNSUPPORTED");
    assertError(client.get("/v2/nothing"), 404, "UNSUPPORTED");
    Reply method = client.post("/v2/" + repository + "/manifests/1");
    assertError(method, 405, "UNSUPPORTED");
    assertThat(method.header("Allow")).contains("GET", "PUT");
    assertError(client.get("/v2/" + repository + "/referrers/latest"), 400, "DIGEST_INVALID");
    assertThat(
            client
                .get("/v2/" + repository + "/referrers/" + Digest.sha256(new byte[0]))
                .json()
                .path("manifests"))
        .isEmpty();
    client.pushImage(repository, "1", utf8("x"));
    assertError(client.get("/v2/" + repository + "/referrers/latest"), 400, "DIGEST_INVALID");
    assertError(client.get("/v2/" + repository + "/blobs/latest"), 400, "DIGEST_INVALID");
    assertError(client.get("/v2/" + repository + "/manifests/sha256:12"), 400, "DIGEST_INVALID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"_catalog?last=%00", "maria/app/tags/list?last=%00", "maria/app/tags/list?n=%00"})
  void refusesQueriesThatAreNoText(String path) {
    String own = path.replace("maria/app", repository);
    client
        .withToken("repository:" + repository + ":pull,push")
        .pushImage(repository, "1", utf8("x"));

    assertError(
        client
            .withToken("repository:" + repository + ":pull", "registry:catalog:*")
            .get("/v2/" + own),
        400,
        "UNSUPPORTED");
  }
}
