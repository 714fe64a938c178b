// Command hub-oras does what the oras command line does, by the library that is its heart
// (oras-go), since the command line itself can not be had from the Go module proxy. It speaks plain
// HTTP, and keeps credentials where Docker does: in $DOCKER_CONFIG.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/content/file"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/retry"
)

const usage = `hub-oras login HOST NAME < secret
hub-oras push REFERENCE ARTIFACT-TYPE FILE...
hub-oras pull REFERENCE DIRECTORY
hub-oras attach REFERENCE ARTIFACT-TYPE FILE...
hub-oras discover REFERENCE [ARTIFACT-TYPE]
hub-oras copy REFERENCE REFERENCE
hub-oras copy-graph REFERENCE REFERENCE
hub-oras tags REPOSITORY
hub-oras repositories HOST
hub-oras delete REFERENCE
`

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("%s", usage))
	}
	if err := run(context.Background(), os.Args[1], os.Args[2:]); err != nil {
		fail(err)
	}
}

func run(ctx context.Context, verb string, words []string) error {
	switch {
	case verb == "login" && len(words) == 2:
		return login(ctx, words[0], words[1])
	case verb == "push" && len(words) > 2:
		return push(ctx, words[0], words[1], words[2:])
	case verb == "pull" && len(words) == 2:
		return pull(ctx, words[0], words[1])
	case verb == "attach" && len(words) > 2:
		return attach(ctx, words[0], words[1], words[2:])
	case verb == "discover" && len(words) == 1:
		return discover(ctx, words[0], "")
	case verb == "discover" && len(words) == 2:
		return discover(ctx, words[0], words[1])
	case verb == "copy" && len(words) == 2:
		return copyOne(ctx, words[0], words[1])
	case verb == "copy-graph" && len(words) == 2:
		return copyGraph(ctx, words[0], words[1])
	case verb == "tags" && len(words) == 1:
		repository, err := repository(words[0])
		if err != nil {
			return err
		}
		return repository.Tags(ctx, "", printAll)
	case verb == "repositories" && len(words) == 1:
		host, err := host(words[0])
		if err != nil {
			return err
		}
		return host.Repositories(ctx, "", printAll)
	case verb == "delete" && len(words) == 1:
		return deleteManifest(ctx, words[0])
	default:
		return fmt.Errorf("%s", usage)
	}
}

func login(ctx context.Context, name, account string) error {
	secret, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	host, err := host(name)
	if err != nil {
		return err
	}
	store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{AllowPlaintextPut: true})
	if err != nil {
		return err
	}
	err = credentials.Login(ctx, store, host,
		auth.Credential{Username: account, Password: strings.TrimRight(string(secret), "\n")})
	if err == nil {
		fmt.Println("Login Succeeded")
	}
	return err
}

// push streams each file as a layer, and tags a manifest that names them.
func push(ctx context.Context, reference, artifactType string, files []string) error {
	repository, err := repository(reference)
	if err != nil {
		return err
	}
	manifest, store, err := pack(ctx, artifactType, files, nil)
	if err != nil {
		return err
	}
	defer store.Close()
	tag := repository.Reference.Reference
	if err := store.Tag(ctx, manifest, tag); err != nil {
		return err
	}
	pushed, err := oras.Copy(ctx, store, tag, repository, tag, oras.DefaultCopyOptions)
	return printed(pushed, err)
}

// attach pushes a manifest whose subject is what the reference names.
func attach(ctx context.Context, reference, artifactType string, files []string) error {
	repository, err := repository(reference)
	if err != nil {
		return err
	}
	subject, err := repository.Resolve(ctx, repository.Reference.Reference)
	if err != nil {
		return err
	}
	manifest, store, err := pack(ctx, artifactType, files, &subject)
	if err != nil {
		return err
	}
	defer store.Close()
	err = oras.CopyGraph(ctx, store, repository, manifest, oras.CopyGraphOptions{
		// The subject is in the registry already, and not in the store.
		FindSuccessors: func(ctx context.Context, from content.Fetcher, node ocispec.Descriptor) (
			[]ocispec.Descriptor, error) {
			all, err := content.Successors(ctx, from, node)
			return slices.DeleteFunc(all, func(next ocispec.Descriptor) bool {
				return content.Equal(next, subject)
			}), err
		},
	})
	return printed(manifest, err)
}

// pull writes the files of an artifact into a directory.
func pull(ctx context.Context, reference, directory string) error {
	repository, err := repository(reference)
	if err != nil {
		return err
	}
	store, err := file.New(directory)
	if err != nil {
		return err
	}
	defer store.Close()
	tag := repository.Reference.Reference
	pulled, err := oras.Copy(ctx, repository, tag, store, tag, oras.DefaultCopyOptions)
	return printed(pulled, err)
}

// discover prints a line for each referrer: its digest and its artifact type.
func discover(ctx context.Context, reference, artifactType string) error {
	repository, err := repository(reference)
	if err != nil {
		return err
	}
	subject, err := repository.Resolve(ctx, repository.Reference.Reference)
	if err != nil {
		return err
	}
	return repository.Referrers(ctx, subject, artifactType, func(found []ocispec.Descriptor) error {
		for _, referrer := range found {
			fmt.Println(referrer.Digest, referrer.ArtifactType)
		}
		return nil
	})
}

// copyOne copies what a reference names, and mounts layers where it may.
func copyOne(ctx context.Context, from, to string) error {
	source, err := repository(from)
	if err != nil {
		return err
	}
	destination, err := repository(to)
	if err != nil {
		return err
	}
	options := oras.DefaultCopyOptions
	options.MountFrom = func(context.Context, ocispec.Descriptor) ([]string, error) {
		return []string{source.Reference.Repository}, nil
	}
	options.OnMounted = func(_ context.Context, layer ocispec.Descriptor) error {
		fmt.Println("mounted", layer.Digest)
		return nil
	}
	copied, err := oras.Copy(ctx, source, source.Reference.Reference,
		destination, destination.Reference.Reference, options)
	return printed(copied, err)
}

// copyGraph copies what a reference names, and what refers to it.
func copyGraph(ctx context.Context, from, to string) error {
	source, err := repository(from)
	if err != nil {
		return err
	}
	destination, err := repository(to)
	if err != nil {
		return err
	}
	copied, err := oras.ExtendedCopy(ctx, source, source.Reference.Reference,
		destination, destination.Reference.Reference, oras.DefaultExtendedCopyOptions)
	return printed(copied, err)
}

func deleteManifest(ctx context.Context, reference string) error {
	repository, err := repository(reference)
	if err != nil {
		return err
	}
	manifest, err := repository.Resolve(ctx, repository.Reference.Reference)
	if err != nil {
		return err
	}
	return repository.Delete(ctx, manifest)
}

// pack makes a manifest of these files, in a store that reads them where they are.
func pack(ctx context.Context, artifactType string, files []string, subject *ocispec.Descriptor) (
	ocispec.Descriptor, *file.Store, error) {
	store, err := file.New(filepath.Dir(files[0]))
	if err != nil {
		return ocispec.Descriptor{}, nil, err
	}
	var layers []ocispec.Descriptor
	for _, name := range files {
		name, err := filepath.Abs(name)
		if err != nil {
			return ocispec.Descriptor{}, nil, err
		}
		layer, err := store.Add(ctx, filepath.Base(name), "application/octet-stream", name)
		if err != nil {
			return ocispec.Descriptor{}, nil, err
		}
		layers = append(layers, layer)
	}
	manifest, err := oras.PackManifest(ctx, store, oras.PackManifestVersion1_1, artifactType,
		oras.PackManifestOptions{Layers: layers, Subject: subject})
	return manifest, store, err
}

func repository(reference string) (*remote.Repository, error) {
	repository, err := remote.NewRepository(reference)
	if err != nil {
		return nil, err
	}
	repository.PlainHTTP = true
	repository.Client, err = client()
	return repository, err
}

func host(name string) (*remote.Registry, error) {
	host, err := remote.NewRegistry(name)
	if err != nil {
		return nil, err
	}
	host.PlainHTTP = true
	host.Client, err = client()
	return host, err
}

func client() (*auth.Client, error) {
	store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
	if err != nil {
		return nil, err
	}
	return &auth.Client{
		Client: retry.DefaultClient, Cache: auth.NewCache(), Credential: credentials.Credential(store),
	}, nil
}

func printed(manifest ocispec.Descriptor, err error) error {
	if err == nil {
		fmt.Println(manifest.Digest)
	}
	return err
}

func printAll(names []string) error {
	for _, name := range names {
		fmt.Println(name)
	}
	return nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "hub-oras:", err)
	os.Exit(1)
}
