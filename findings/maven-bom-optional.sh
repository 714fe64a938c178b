#!/usr/bin/env bash
# Expected: a dependency that a module declares with <optional>false</optional> is not optional for the
#           modules that use it, whatever a BOM says, since a BOM only lends versions.
# Instead:  where the BOM says <optional>true</optional>, whoever uses the module and imports that BOM
#           too (as modules under one parent do) gets the dependency marked as optional.
# Means:    all compiles and all tests pass, and a program that is packed without what is optional (as
#           Spring Boot's plugin packs since 4.0) lacks it: here the PostgreSQL for arm64, while the
#           one for amd64 is there. What helps is an entry of one's own beside the BOM.
set -euo pipefail

bom=18.6.0    # io.zonky.test.postgres:embedded-postgres-binaries-bom
plugin=3.10.0 # org.apache.maven.plugins:maven-dependency-plugin

command -v mvn >/dev/null || { echo "mvn is missing"; exit 2; }
dir="$(mktemp -d)"
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mkdir library program

server="<groupId>io.zonky.test.postgres</groupId><artifactId>embedded-postgres-binaries"
pom() { # artifact, the rest
  echo "<project><modelVersion>4.0.0</modelVersion><groupId>f</groupId><artifactId>$1</artifactId>
    <version>1</version><packaging>pom</packaging>$2</project>"
}
parent="<parent><groupId>f</groupId><artifactId>all</artifactId><version>1</version></parent>"
pom library "$parent<dependencies>
    <dependency>$server-linux-amd64</artifactId></dependency>
    <dependency>$server-linux-arm64v8</artifactId><optional>false</optional></dependency>
  </dependencies>" >library/pom.xml
pom program "$parent<dependencies><dependency>
    <groupId>f</groupId><artifactId>library</artifactId><version>1</version><type>pom</type>
  </dependency></dependencies>" >program/pom.xml

# What the program gets, where this stands beside the BOM.
travels() {
  pom all "<modules><module>library</module><module>program</module></modules>
    <dependencyManagement><dependencies>
      <dependency>$server-bom</artifactId><version>$bom</version>
        <type>pom</type><scope>import</scope></dependency>$1
    </dependencies></dependencyManagement>" >pom.xml
  mvn -B -Dmaven.repo.local="$dir/repository" -DoutputFile=list \
    "org.apache.maven.plugins:maven-dependency-plugin:$plugin:list" >log 2>&1 || {
    tail -30 log >&2
    exit 1
  }
  sed -E 's/ -- .*//' program/list | grep -oP 'binaries-\K.*' | sed -E 's/:jar:[^ ]*//' | sort | paste -sd,
}

mvn -B -v | sed -n 1p
echo "embedded-postgres-binaries-bom $bom, maven-dependency-plugin $plugin"
alone="$(travels '')"
echo "with the BOM alone:     the program gets $alone"
beside="$(travels "<dependency>$server-linux-arm64v8</artifactId><version>$bom</version></dependency>")"
echo "with an entry beside it: the program gets $beside"
if [ "$alone" != "linux-amd64,linux-arm64v8 (optional)" ]; then
  echo "CHANGED: what is declared as not optional is no longer marked as optional"
  exit 1
fi
if [ "$beside" != "linux-amd64,linux-arm64v8" ]; then
  echo "CHANGED: an entry of one's own beside the BOM does not help"
  exit 1
fi
