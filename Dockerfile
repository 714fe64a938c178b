# The hub as an image:
#   docker build -t hub .
#   docker run -p 8080:8080 -v hub:/data hub

FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -q -DskipTests package
# What seldom changes becomes a layer of its own.
RUN java -Djarmode=tools -jar hub-web/target/hub.jar extract --layers --destination /layers

FROM eclipse-temurin:25-jre
WORKDIR /hub
RUN mkdir /data && chown 1000:1000 /data
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/snapshot-dependencies/ ./
COPY --from=build /layers/application/ ./
# Not root: the embedded PostgreSQL would refuse it under Docker's own rules.
USER 1000:1000
ENV HUB_DATA_DIR=/data
VOLUME /data
EXPOSE 8080
# The image has no curl; with HUB_TLS on, give a check of your own.
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${HUB_PORT:-8080} && printf 'GET /readyz HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && grep -q '\"UP\"' <&3"]
# The heap follows what lives in it, not the machine's size (docs/performance.md, Memory).
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-Xms96m", "-XX:+UseParallelGC", "-XX:GCTimeRatio=19", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-jar", "hub.jar"]
