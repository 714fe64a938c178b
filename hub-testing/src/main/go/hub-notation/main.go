// Command hub-notation signs and verifies as the notation command line does, by the library that is
// its heart (notation-go), since the command line itself can not be had from the Go module proxy.
// It speaks plain HTTP, and finds credentials where Docker does: in $DOCKER_CONFIG.
//
// The key is made for the test, and the certificate signed with it is its own authority.
package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"github.com/notaryproject/notation-core-go/signature/cose"
	"github.com/notaryproject/notation-core-go/signature/jws"
	"github.com/notaryproject/notation-go"
	"github.com/notaryproject/notation-go/dir"
	"github.com/notaryproject/notation-go/registry"
	"github.com/notaryproject/notation-go/signer"
	"github.com/notaryproject/notation-go/verifier"
	"github.com/notaryproject/notation-go/verifier/trustpolicy"
	"github.com/notaryproject/notation-go/verifier/truststore"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/credentials"
	"oras.land/oras-go/v2/registry/remote/retry"
)

const usage = `hub-notation certificate DIRECTORY
hub-notation sign DIRECTORY REFERENCE cose|jws
hub-notation list DIRECTORY REFERENCE
hub-notation verify DIRECTORY REFERENCE
`

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "hub-notation:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, words []string) error {
	switch {
	case len(words) == 2 && words[0] == "certificate":
		return makeCertificate(words[1])
	case len(words) == 4 && words[0] == "sign":
		return sign(ctx, words[1], words[2], words[3])
	case len(words) == 3 && words[0] == "list":
		return list(ctx, words[2])
	case len(words) == 3 && words[0] == "verify":
		return verify(ctx, words[1], words[2])
	default:
		return fmt.Errorf("%s", usage)
	}
}

// makeCertificate writes a key and its certificate, and trusts it.
func makeCertificate(directory string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject: pkix.Name{
			CommonName: "hub test", Organization: []string{"hub"}, Country: []string{"BR"},
			Province: []string{"SP"},
		},
		NotBefore:   time.Now().Add(-time.Hour),
		NotAfter:    time.Now().Add(24 * time.Hour),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning},
	}
	certificate, err := x509.CreateCertificate(rand.Reader, &template, &template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(trusted(directory)), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(keyFile(directory),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}), 0o600); err != nil {
		return err
	}
	return os.WriteFile(trusted(directory),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}), 0o600)
}

func sign(ctx context.Context, directory, reference, format string) error {
	key, certificate, err := readCertificate(directory)
	if err != nil {
		return err
	}
	signer, err := signer.NewGenericSigner(key, []*x509.Certificate{certificate})
	if err != nil {
		return err
	}
	repository, err := repository(reference)
	if err != nil {
		return err
	}
	envelope := cose.MediaTypeEnvelope
	if format == "jws" {
		envelope = jws.MediaTypeEnvelope
	}
	signed, err := notation.Sign(ctx, signer, repository, notation.SignOptions{
		SignerSignOptions: notation.SignerSignOptions{SignatureMediaType: envelope},
		ArtifactReference: reference,
	})
	if err == nil {
		fmt.Println("Successfully signed", signed.Digest)
	}
	return err
}

func list(ctx context.Context, reference string) error {
	repository, err := repository(reference)
	if err != nil {
		return err
	}
	artifact, err := repository.Resolve(ctx, reference)
	if err != nil {
		return err
	}
	return repository.ListSignatures(ctx, artifact, func(found []ocispec.Descriptor) error {
		for _, signature := range found {
			fmt.Println(signature.Digest)
		}
		return nil
	})
}

func verify(ctx context.Context, directory, reference string) error {
	dir.UserConfigDir = directory
	policy := trustpolicy.Document{
		Version: "1.0",
		TrustPolicies: []trustpolicy.TrustPolicy{{
			Name:           "test",
			RegistryScopes: []string{"*"},
			SignatureVerification: trustpolicy.SignatureVerification{
				VerificationLevel: trustpolicy.LevelStrict.Name,
			},
			TrustStores:       []string{"ca:test"},
			TrustedIdentities: []string{"*"},
		}},
	}
	verifier, err := verifier.New(&policy, truststore.NewX509TrustStore(dir.ConfigFS()), nil)
	if err != nil {
		return err
	}
	repository, err := repository(reference)
	if err != nil {
		return err
	}
	verified, _, err := notation.Verify(ctx, verifier, repository,
		notation.VerifyOptions{ArtifactReference: reference, MaxSignatureAttempts: 50})
	if err == nil {
		fmt.Println("Successfully verified", verified.Digest)
	}
	return err
}

func repository(reference string) (registry.Repository, error) {
	repository, err := remote.NewRepository(reference)
	if err != nil {
		return nil, err
	}
	store, err := credentials.NewStoreFromDocker(credentials.StoreOptions{})
	if err != nil {
		return nil, err
	}
	repository.PlainHTTP = true
	repository.Client = &auth.Client{
		Client: retry.DefaultClient, Cache: auth.NewCache(), Credential: credentials.Credential(store),
	}
	return registry.NewRepository(repository), nil
}

func readCertificate(directory string) (crypto.PrivateKey, *x509.Certificate, error) {
	encodedKey, err := readPem(keyFile(directory))
	if err != nil {
		return nil, nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(encodedKey)
	if err != nil {
		return nil, nil, err
	}
	encoded, err := readPem(trusted(directory))
	if err != nil {
		return nil, nil, err
	}
	certificate, err := x509.ParseCertificate(encoded)
	return key, certificate, err
}

func readPem(name string) ([]byte, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s holds no PEM", name)
	}
	return block.Bytes, nil
}

func keyFile(directory string) string {
	return filepath.Join(directory, "test.key")
}

// trusted is where notation looks for the certificates of the trust store "test".
func trusted(directory string) string {
	return filepath.Join(directory, "truststore", "x509", "ca", "test", "test.pem")
}
