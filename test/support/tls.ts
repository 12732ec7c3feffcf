/**
 * A certificate for hooks.example.com that nobody but a test trusts, and its key; good for a hundred years. Made with
 * openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -addext subjectAltName=DNS:hooks.example.com
 */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBrTCCAVOgAwIBAgIUG/VRfyn7mGhe6Va8I/mxb8O0TlwwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRaG9va3MuZXhhbXBsZS5jb20wIBcNMjYxMTIxMTEwOTIyWhgP
MjEyNjEwMjgxMTA5MjJaMBwxGjAYBgNVBAMMEWhvb2tzLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEwBzfs58jNCV5BnFiC84weXuRlebPpztZ
j9itN8zWBNje7NloIhko6seX3L1tHu+Eqz61MOyk6pjcJw7TBKCsI6NxMG8wHQYD
VR0OBBYEFEiF1oiROayFJLSc4wMFX3EHLBYWMB8GA1UdIwQYMBaAFEiF1oiROayF
JLSc4wMFX3EHLBYWMA8GA1UdEwEB/wQFMAMBAf8wHAYDVR0RBBUwE4IRaG9va3Mu
ZXhhbXBsZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIgW7zY19yWfZFHOQPIZ48P0w01
HIXmO5OuSbB+y3kM574CIQDt7ZF8rMqq4WssbCdmRg3K+yuG78tFgZy1xjJ1SO6V
nw==
-----END CERTIFICATE-----
`

export const CERTIFICATE_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKiQyfawTGfIKG9pQ
PfXBgn8PIDPWI4CgNWKkoLkq0TmhRANCAATAHN+znyM0JXkGcWILzjB5e5GV5s+n
O1mP2K03zNYE2N7s2WgiGSjqx5fcvW0e74SrPrUw7KTqmNwnDtMEoKwj
-----END PRIVATE KEY-----
`
